//! The address of a request's client, behind trusted proxies, and its network.
//!
//! Any client can send `X-Forwarded-For`, so it is read from the right, and only as long as the hop that added it is
//! a trusted proxy.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use ipnet::IpNet;

/// The proxies whose `X-Forwarded-For` is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Ranges or single addresses, separated by commas; `none` trusts no proxy.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(TrustedProxies(Vec::new()));
        }
        let ranges = text.split(',').map(|range| {
            let range = range.trim();
            range
                .parse()
                .ok()
                .or_else(|| range.parse::<IpAddr>().ok().map(IpNet::from))
        });
        ranges.collect::<Option<_>>().map(TrustedProxies)
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        self.0
            .iter()
            .any(|range| range.contains(&address.to_canonical()))
    }

    /// The nearest hop that is not a trusted proxy. `forwarded` is the whole header, several joined by commas.
    pub fn caller(&self, peer: IpAddr, forwarded: &str) -> IpAddr {
        let mut caller = peer.to_canonical();
        for hop in forwarded.rsplit(',') {
            match address(hop.trim()) {
                Some(hop) if self.contains(caller) => caller = hop,
                _ => break,
            }
        }
        caller
    }
}

/// Trusts proxies on this machine, which most installations use.
impl Default for TrustedProxies {
    fn default() -> Self {
        Self::parse("127.0.0.0/8,::1").unwrap_or_else(|| TrustedProxies(Vec::new()))
    }
}

/// An address with or without a port, as proxies write them.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let address = bare
        .parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(IpAddr::to_canonical(&address))
}

/// The network that counts as one caller: an IPv4 address, or the /64 that one household or server gets.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_used() {
        let ours = TrustedProxies::parse("10.0.0.0/8, 127.0.0.1, ::1").unwrap();
        let table = [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "", "127.0.0.1"),
            (
                "127.0.0.1",
                "1.1.1.1, 198.51.100.1, 10.0.0.7",
                "198.51.100.1",
            ),
            ("127.0.0.1", "1.1.1.1,unknown,198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "1.1.1.1, unknown", "127.0.0.1"),
            ("127.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
            ("::ffff:127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
            ("::1", "[2001:db8::5]:443", "2001:db8::5"),
            ("::1", "2001:db8::5", "2001:db8::5"),
        ];
        for (peer, forwarded, caller) in table {
            let caller: IpAddr = caller.parse().unwrap();
            assert_eq!(
                ours.caller(peer.parse().unwrap(), forwarded),
                caller,
                "{peer} says {forwarded}"
            );
        }
    }

    #[test]
    fn ranges_are_parsed_and_invalid_text_is_rejected() {
        assert!(TrustedProxies::default().contains("127.9.9.9".parse().unwrap()));
        let nobody = TrustedProxies::parse("none").unwrap();
        assert!(!nobody.contains("127.0.0.1".parse().unwrap()));
        for nonsense in ["", "localhost", "10.0.0.0/33", "10.0.0.1,,10.0.0.2"] {
            assert_eq!(TrustedProxies::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn an_ipv6_caller_is_counted_by_its_64_prefix() {
        let table = [
            ("198.51.100.1", "198.51.100.1"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ];
        for (address, expected) in table {
            let expected: IpAddr = expected.parse().unwrap();
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }
}
