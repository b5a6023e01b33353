//! Limits of requests and streams, and the proxies whose forwarded addresses are trusted.

use std::time::Duration;

use super::Reader;
use crate::domain::address::TrustedProxies;

pub const RATE_LIMIT: &str = "RATE_LIMIT";
pub const RATE_LIMIT_TOKENS: &str = "RATE_LIMIT_TOKENS";
pub const RATE_LIMIT_ADDRESS: &str = "RATE_LIMIT_ADDRESS";
pub const RATE_LIMIT_ADDRESS_TOKENS: &str = "RATE_LIMIT_ADDRESS_TOKENS";
pub const RATE_LIMIT_ADDRESS_FILES: &str = "RATE_LIMIT_ADDRESS_FILES";
pub const TRUSTED_PROXIES: &str = "TRUSTED_PROXIES";
pub const MAX_CONCURRENT_REQUESTS: &str = "MAX_CONCURRENT_REQUESTS";
pub const MAX_LIVE_STREAMS: &str = "MAX_LIVE_STREAMS";
pub const REQUEST_READ_SECONDS: &str = "REQUEST_READ_SECONDS";
pub const KEEP_ALIVE_SECONDS: &str = "KEEP_ALIVE_SECONDS";
pub const MAX_CONNECTIONS: &str = "MAX_CONNECTIONS";
pub const MAX_CONNECTIONS_PER_ADDRESS: &str = "MAX_CONNECTIONS_PER_ADDRESS";

/// Longer than the longest operation: a log-out that has to log in first and gets no answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(45);

/// A person has one page open, and a few that were left open.
const STREAMS_PER_LINK: usize = 8;

/// How long a client may take nothing of a response. A slow client takes some of it every few seconds.
const WRITE_STALL: Duration = Duration::from_secs(30);

/// The highest limit that the windows can count. `dev` uses it, so that no request is delayed.
const HIGHEST_RATE: u16 = 60_000;

/// Requests in any 60 seconds; 0 is no limit.
#[derive(Debug, Clone)]
pub struct LimitsConfig {
    pub per_key: u16,
    pub per_key_tokens: u16,
    pub per_address: u16,
    pub per_address_tokens: u16,
    pub per_address_files: u16,
    pub trusted_proxies: TrustedProxies,
    /// Concurrent requests.
    pub requests: usize,
    /// Concurrent live streams.
    pub streams: usize,
    /// Concurrent live streams of one link. Only tests change it.
    pub streams_per_link: usize,
    /// The time limit of a request. Only tests change it.
    pub request_timeout: Duration,
    /// Open connections.
    pub connections: usize,
    /// Open connections of one address that is no trusted proxy; 0 is no limit.
    pub connections_per_address: usize,
    /// The time limits of each connection.
    pub times: ConnectionTimes,
}

/// How long a connection may wait for its client.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionTimes {
    /// From the first byte of a request's head to its last, and the same for its body.
    pub request_read: Duration,
    /// Without a request.
    pub keep_alive: Duration,
    /// Without taking anything of a response. Only tests change it.
    pub write_stall: Duration,
}

impl LimitsConfig {
    pub(super) fn read(read: &mut Reader<'_>) -> Self {
        LimitsConfig {
            per_key: rate(read, RATE_LIMIT, 600),
            per_key_tokens: rate(read, RATE_LIMIT_TOKENS, 120),
            per_address: rate(read, RATE_LIMIT_ADDRESS, 300),
            per_address_tokens: rate(read, RATE_LIMIT_ADDRESS_TOKENS, 60),
            per_address_files: rate(read, RATE_LIMIT_ADDRESS_FILES, 600),
            trusted_proxies: read
                .value(
                    TRUSTED_PROXIES,
                    "addresses or ranges such as 10.0.0.0/8, separated by commas, or none",
                    TrustedProxies::parse,
                )
                .unwrap_or_default(),
            requests: count(read, MAX_CONCURRENT_REQUESTS, 512),
            streams: count(read, MAX_LIVE_STREAMS, 10_000),
            streams_per_link: STREAMS_PER_LINK,
            request_timeout: REQUEST_TIMEOUT,
            connections: count(read, MAX_CONNECTIONS, 12_000),
            connections_per_address: per_address(read),
            times: ConnectionTimes {
                request_read: seconds(read, REQUEST_READ_SECONDS, "seconds from 1 to 300", 300, 15),
                keep_alive: seconds(read, KEEP_ALIVE_SECONDS, "seconds from 1 to 3600", 3600, 75),
                write_stall: WRITE_STALL,
            },
        }
    }
}

fn rate(read: &mut Reader<'_>, name: &'static str, default: u16) -> u16 {
    read.value(
        name,
        "requests a minute from 1 to 60000, or 0 for no limit",
        |text| text.parse().ok().filter(|rate| *rate <= HIGHEST_RATE),
    )
    .unwrap_or(default)
}

fn count(read: &mut Reader<'_>, name: &'static str, default: usize) -> usize {
    read.value(name, "a number from 1 to 100000", |text| {
        text.parse()
            .ok()
            .filter(|count| (1..=100_000).contains(count))
    })
    .unwrap_or(default)
}

fn per_address(read: &mut Reader<'_>) -> usize {
    let expected = "a number from 1 to 100000, or 0 for no limit";
    read.value(MAX_CONNECTIONS_PER_ADDRESS, expected, |text| {
        text.parse().ok().filter(|count| *count <= 100_000)
    })
    .unwrap_or(256)
}

/// From 1 second to `most`.
fn seconds(
    read: &mut Reader<'_>,
    name: &'static str,
    expected: &'static str,
    most: u64,
    default: u64,
) -> Duration {
    let value = read.value(name, expected, |text| {
        text.parse()
            .ok()
            .filter(|seconds| (1..=most).contains(seconds))
    });
    Duration::from_secs(value.unwrap_or(default))
}

/// The default rate limits of `dev`: enough for hundreds of sessions at once. The rate limit headers are still sent.
#[cfg(feature = "sandbox")]
pub(super) fn dev_default(name: &str) -> Option<String> {
    let is_rate = [
        RATE_LIMIT,
        RATE_LIMIT_TOKENS,
        RATE_LIMIT_ADDRESS,
        RATE_LIMIT_ADDRESS_TOKENS,
        RATE_LIMIT_ADDRESS_FILES,
    ]
    .contains(&name);
    is_rate.then(|| HIGHEST_RATE.to_string())
}
