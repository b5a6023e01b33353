//! How many connections are open, in all and from each address.
//!
//! A reverse proxy's connections are those of all its clients, so an address in `TRUSTED_PROXIES` has no limit of its
//! own. IPv6 addresses are counted by /64, as for the rates.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use crate::domain::address::{TrustedProxies, network};

/// Which limit a connection has met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionLimit {
    /// All places are taken.
    All,
    /// Those of the client's address are taken.
    Address,
}

/// Counts open connections.
pub struct ConnectionPlaces {
    most: usize,
    /// 0 is no limit.
    most_per_address: usize,
    counts: Arc<Mutex<Counts>>,
}

#[derive(Default)]
struct Counts {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A connection's place; dropped when the connection has ended.
pub struct ConnectionPlace {
    counts: Arc<Mutex<Counts>>,
    /// `None`: a proxy's.
    address: Option<IpAddr>,
}

impl ConnectionPlaces {
    pub fn new(most: usize, most_per_address: usize) -> Self {
        ConnectionPlaces {
            most,
            most_per_address,
            counts: Arc::default(),
        }
    }

    /// A place for a connection from `peer`.
    pub fn take(
        &self,
        peer: IpAddr,
        proxies: &TrustedProxies,
    ) -> Result<ConnectionPlace, ConnectionLimit> {
        let is_counted = self.most_per_address > 0 && !proxies.contains(peer);
        let address = is_counted.then(|| network(peer));
        let mut counts = lock(&self.counts);
        if counts.all >= self.most {
            return Err(ConnectionLimit::All);
        }
        if let Some(address) = address {
            let open = counts.by_address.entry(address).or_default();
            if *open >= self.most_per_address {
                return Err(ConnectionLimit::Address);
            }
            *open += 1;
        }
        counts.all += 1;
        Ok(ConnectionPlace {
            counts: self.counts.clone(),
            address,
        })
    }
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        let mut counts = lock(&self.counts);
        counts.all -= 1;
        let Some(address) = self.address else {
            return;
        };
        if let Some(open) = counts.by_address.get_mut(&address) {
            *open -= 1;
            if *open == 0 {
                counts.by_address.remove(&address);
            }
        }
    }
}

fn lock(counts: &Mutex<Counts>) -> std::sync::MutexGuard<'_, Counts> {
    counts.lock().expect("no holder of this lock panics")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(
        places: &ConnectionPlaces,
        peer: &str,
        proxies: &str,
    ) -> Result<ConnectionPlace, ConnectionLimit> {
        let proxies = TrustedProxies::parse(proxies).unwrap();
        places.take(peer.parse().unwrap(), &proxies)
    }

    #[test]
    fn each_address_has_its_places_and_all_have_theirs() {
        let places = ConnectionPlaces::new(4, 2);
        let mut open = Vec::new();
        let table = [
            ("198.51.100.1", None),
            ("198.51.100.1", None),
            ("::ffff:198.51.100.1", Some(ConnectionLimit::Address)),
            ("2001:db8::1", None),
            ("2001:db8::2", None),
            ("198.51.100.2", Some(ConnectionLimit::All)),
        ];
        for (peer, limit) in table {
            match take(&places, peer, "none") {
                Ok(place) => {
                    assert_eq!(limit, None, "{peer}");
                    open.push(place);
                }
                Err(met) => assert_eq!(Some(met), limit, "{peer}"),
            }
        }
        open.remove(0);
        let freed = take(&places, "198.51.100.1", "none");
        assert!(freed.is_ok(), "a closed connection's place is free again");
    }

    #[test]
    fn a_trusted_proxy_has_no_limit_of_its_own() {
        let places = ConnectionPlaces::new(3, 1);
        let proxied: Vec<_> = (0..3)
            .map(|_| take(&places, "10.0.0.1", "10.0.0.0/8").ok().unwrap())
            .collect();
        let fourth = take(&places, "10.0.0.1", "10.0.0.0/8").err();
        assert_eq!(fourth, Some(ConnectionLimit::All));
        drop(proxied);
        assert!(lock(&places.counts).by_address.is_empty());
    }

    #[test]
    fn addresses_without_connections_take_no_memory() {
        let places = ConnectionPlaces::new(10_000, 0);
        let limited = ConnectionPlaces::new(10_000, 5);
        for last in 0..=255 {
            for places in [&places, &limited] {
                let peer = format!("203.0.113.{last}");
                drop(take(places, &peer, "none").ok().unwrap());
            }
        }
        for places in [places, limited] {
            let counts = lock(&places.counts);
            assert_eq!((counts.all, counts.by_address.len()), (0, 0));
        }
    }
}
