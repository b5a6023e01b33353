//! How much this process takes on: windows per caller, and places for requests and live streams.
//!
//! Each process counts for itself. Depends neither on HTTP nor on keys.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::address::{TrustedProxies, network};
use crate::domain::rate::{Verdict, Windows};
use crate::domain::time::Timestamp;
use crate::runtime::config::LimitsConfig;

/// Callers remembered in one generation; some 5 MB in all when both are full.
const CALLERS: usize = 10_000;

/// What a request is counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// A call with a key, by the key's id.
    Key(u128),
    /// A call with a key that makes something that opens doors.
    KeyForToken(u128),
    /// A call without a key that we made, and the widget's.
    Address(IpAddr),
    /// A call that shows a token or a guess at one.
    AddressForToken(IpAddr),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Window {
    Key(u128),
    KeyTokens(u128),
    Address(IpAddr),
    AddressTokens(IpAddr),
}

/// Kept while a request or a stream takes up its place.
pub struct Place {
    _permit: OwnedSemaphorePermit,
}

pub struct Limits {
    config: LimitsConfig,
    windows: Mutex<Windows<Window>>,
    requests: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

impl Limits {
    pub fn new(config: LimitsConfig) -> Self {
        Limits {
            windows: Mutex::new(Windows::new(CALLERS)),
            requests: Arc::new(Semaphore::new(config.requests)),
            streams: Arc::new(Semaphore::new(config.streams)),
            config,
        }
    }

    /// Counts a request; `None` where no limit is set for it.
    pub fn count(&self, charge: Charge, now: Timestamp) -> Option<Verdict> {
        let LimitsConfig {
            per_key,
            per_key_tokens,
            per_address,
            per_address_tokens,
            ..
        } = self.config;
        let concerned = match charge {
            Charge::Key(id) => vec![(Window::Key(id), per_key)],
            Charge::KeyForToken(id) => vec![
                (Window::Key(id), per_key),
                (Window::KeyTokens(id), per_key_tokens),
            ],
            Charge::Address(address) => vec![(Window::Address(network(address)), per_address)],
            Charge::AddressForToken(address) => vec![
                (Window::Address(network(address)), per_address),
                (Window::AddressTokens(network(address)), per_address_tokens),
            ],
        };
        let limited: Vec<(Window, u16)> = concerned.into_iter().filter(|one| one.1 > 0).collect();
        self.windows
            .lock()
            .expect("nobody panics while counting")
            .take(&limited, now)
    }

    /// A place for a request, if one is free.
    pub fn place(&self) -> Option<Place> {
        place(&self.requests)
    }

    /// A place for a live stream, if one is free.
    pub fn stream_place(&self) -> Option<Place> {
        place(&self.streams)
    }

    pub fn trusted_proxies(&self) -> &TrustedProxies {
        &self.config.trusted_proxies
    }

    /// The longest a request may take.
    pub fn slowest(&self) -> Duration {
        self.config.slowest
    }
}

fn place(places: &Arc<Semaphore>) -> Option<Place> {
    let permit = places.clone().try_acquire_owned().ok()?;
    Some(Place { _permit: permit })
}
