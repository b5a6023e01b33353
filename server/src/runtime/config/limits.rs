//! Limits of requests and streams, and the proxies whose forwarded addresses are trusted.

use std::time::Duration;

use super::Reader;
use crate::domain::address::TrustedProxies;

pub const RATE_LIMIT: &str = "RATE_LIMIT";
pub const RATE_LIMIT_TOKENS: &str = "RATE_LIMIT_TOKENS";
pub const RATE_LIMIT_ADDRESS: &str = "RATE_LIMIT_ADDRESS";
pub const RATE_LIMIT_ADDRESS_TOKENS: &str = "RATE_LIMIT_ADDRESS_TOKENS";
pub const TRUSTED_PROXIES: &str = "TRUSTED_PROXIES";
pub const MAX_CONCURRENT_REQUESTS: &str = "MAX_CONCURRENT_REQUESTS";
pub const MAX_LIVE_STREAMS: &str = "MAX_LIVE_STREAMS";

/// Longer than the longest operation: a log-out that has to log in first and gets no answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(45);

/// The highest limit that the windows can count. `dev` uses it, so that no request is delayed.
const HIGHEST_RATE: u16 = 60_000;

/// Requests in any 60 seconds; 0 is no limit.
#[derive(Debug, Clone)]
pub struct LimitsConfig {
    pub per_key: u16,
    pub per_key_tokens: u16,
    pub per_address: u16,
    pub per_address_tokens: u16,
    pub trusted_proxies: TrustedProxies,
    /// Concurrent requests.
    pub requests: usize,
    /// Concurrent live streams.
    pub streams: usize,
    /// The time limit of a request. Only tests change it.
    pub request_timeout: Duration,
}

impl LimitsConfig {
    pub(super) fn read(read: &mut Reader<'_>) -> Self {
        LimitsConfig {
            per_key: rate(read, RATE_LIMIT, 600),
            per_key_tokens: rate(read, RATE_LIMIT_TOKENS, 120),
            per_address: rate(read, RATE_LIMIT_ADDRESS, 300),
            per_address_tokens: rate(read, RATE_LIMIT_ADDRESS_TOKENS, 60),
            trusted_proxies: read
                .value(
                    TRUSTED_PROXIES,
                    "addresses or ranges such as 10.0.0.0/8, separated by commas, or none",
                    TrustedProxies::parse,
                )
                .unwrap_or_default(),
            requests: count(read, MAX_CONCURRENT_REQUESTS, 512),
            streams: count(read, MAX_LIVE_STREAMS, 10_000),
            request_timeout: REQUEST_TIMEOUT,
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

/// The default rate limits of `dev`: enough for hundreds of sessions at once. The rate limit headers are still sent.
#[cfg(feature = "sandbox")]
pub fn dev_default(name: &str) -> Option<String> {
    let is_rate = [
        RATE_LIMIT,
        RATE_LIMIT_TOKENS,
        RATE_LIMIT_ADDRESS,
        RATE_LIMIT_ADDRESS_TOKENS,
    ]
    .contains(&name);
    is_rate.then(|| HIGHEST_RATE.to_string())
}
