//! Rate limits per caller, and limits of connections, concurrent requests and live streams.
//!
//! Each process counts separately. Imports neither HTTP nor API keys.

mod connections;
mod rare_notice;

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::address::{TrustedProxies, network};
use crate::domain::rate::{WindowStatus, Windows};
use crate::domain::time::Timestamp;
use crate::runtime::config::{ConnectionTimes, LimitsConfig};

use self::connections::ConnectionPlaces;
pub use self::connections::{ConnectionLimit, ConnectionPlace};
use self::rare_notice::RareNotice;

/// Callers in one generation of windows. Both generations take about 5 MB when full.
const CALLERS: usize = 10_000;

/// What a request is counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateBucket {
    /// A request with a valid API key, by the key's id.
    ApiKey(u128),
    /// A request with a valid API key that creates a credential.
    ApiKeyForToken(u128),
    /// A request without a valid API key, or one of the widget, by the client's address.
    Address(IpAddr),
    /// A request that carries a token or a master key, by the client's address.
    AddressForToken(IpAddr),
    /// A file, or a path where nothing is, by the client's address.
    AddressForFiles(IpAddr),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Window {
    Key(u128),
    KeyTokens(u128),
    Address(IpAddr),
    AddressTokens(IpAddr),
    AddressFiles(IpAddr),
}

/// Held by a request or a live stream while it counts against the limit.
pub struct Permit {
    _permit: OwnedSemaphorePermit,
}

pub struct Limits {
    config: LimitsConfig,
    windows: Mutex<Windows<Window>>,
    requests: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    connections: ConnectionPlaces,
    refused_connections: RareNotice,
}

impl Limits {
    pub fn new(config: LimitsConfig) -> Self {
        Limits {
            windows: Mutex::new(Windows::new(CALLERS)),
            requests: Arc::new(Semaphore::new(config.requests)),
            streams: Arc::new(Semaphore::new(config.streams)),
            connections: ConnectionPlaces::new(config.connections, config.connections_per_address),
            refused_connections: RareNotice::default(),
            config,
        }
    }

    /// Counts a request; `None` if no limit applies to it.
    pub fn count(&self, bucket: RateBucket, now: Timestamp) -> Option<WindowStatus> {
        let LimitsConfig {
            per_key,
            per_key_tokens,
            per_address,
            per_address_tokens,
            per_address_files,
            ..
        } = self.config;
        let concerned = match bucket {
            RateBucket::ApiKey(id) => vec![(Window::Key(id), per_key)],
            RateBucket::ApiKeyForToken(id) => vec![
                (Window::Key(id), per_key),
                (Window::KeyTokens(id), per_key_tokens),
            ],
            RateBucket::Address(address) => vec![(Window::Address(network(address)), per_address)],
            RateBucket::AddressForToken(address) => vec![
                (Window::Address(network(address)), per_address),
                (Window::AddressTokens(network(address)), per_address_tokens),
            ],
            RateBucket::AddressForFiles(address) => {
                vec![(Window::AddressFiles(network(address)), per_address_files)]
            }
        };
        let limited: Vec<(Window, u16)> = concerned.into_iter().filter(|one| one.1 > 0).collect();
        self.windows
            .lock()
            .expect("nobody panics while counting")
            .take(&limited, now)
    }

    /// A permit for a request, if the limit allows it.
    pub fn request_permit(&self) -> Option<Permit> {
        acquire(&self.requests)
    }

    /// A permit for a live stream, if the limit allows it.
    pub fn stream_permit(&self) -> Option<Permit> {
        acquire(&self.streams)
    }

    /// A place for a connection from this address.
    pub fn connection_place(&self, peer: IpAddr) -> Result<ConnectionPlace, ConnectionLimit> {
        self.connections.take(peer, &self.config.trusted_proxies)
    }

    /// Counts a refused connection; `Some` if it is time to log that, with how many there were.
    pub fn count_refused_connection(&self, now: Timestamp) -> Option<u64> {
        self.refused_connections.count(now)
    }

    /// The time limits of each connection.
    pub fn connection_times(&self) -> ConnectionTimes {
        self.config.times
    }

    pub fn trusted_proxies(&self) -> &TrustedProxies {
        &self.config.trusted_proxies
    }

    /// The time limit of a request.
    pub fn request_timeout(&self) -> Duration {
        self.config.request_timeout
    }
}

fn acquire(slots: &Arc<Semaphore>) -> Option<Permit> {
    let permit = slots.clone().try_acquire_owned().ok()?;
    Some(Permit { _permit: permit })
}
