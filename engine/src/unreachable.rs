//! Why WhatsApp was not reached, and the pause before the next attempt.

use std::time::Duration;

/// The pause after the first failed attempt; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The longest pause. A person may be waiting in front of a page, and one attempt per minute is no load for a server.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Why an attempt to reach WhatsApp failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unreachable {
    /// The name of WhatsApp's server has no address here.
    NameNotFound,
    /// The server or a firewall refused the connection.
    Refused,
    /// There is no route to the server's network.
    NoRoute,
    /// The connection was not answered in time.
    TimedOut,
    /// The session's proxy refused, or could not be connected to.
    ProxyRefused,
    /// The session's proxy accepted and did not answer in time.
    ProxyTimedOut,
    /// The connection was opened, but its TLS, WebSocket or Noise handshake was not answered in time.
    HandshakeStalled,
    /// The handshake failed: another server answered, or the connection was closed during it.
    HandshakeFailed,
    /// WhatsApp closed the connection before it sent a first code.
    Closed,
    /// WhatsApp answered, but sent no code in time.
    NoCode,
    /// The current version of the web client could not be looked up, and no earlier one is known.
    VersionUnknown,
    /// Other sessions are connecting, and this one waits for its turn.
    Queued,
}

impl Unreachable {
    /// A short code for logs and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Unreachable::NameNotFound => "name_not_found",
            Unreachable::Refused => "refused",
            Unreachable::NoRoute => "no_route",
            Unreachable::TimedOut => "timed_out",
            Unreachable::ProxyRefused => "proxy_refused",
            Unreachable::ProxyTimedOut => "proxy_timed_out",
            Unreachable::HandshakeStalled => "handshake_stalled",
            Unreachable::HandshakeFailed => "handshake_failed",
            Unreachable::Closed => "closed",
            Unreachable::NoCode => "no_code",
            Unreachable::VersionUnknown => "version_unknown",
            Unreachable::Queued => "queued",
        }
    }
}

/// An attempt that failed. The detail is for logs: it names the server and the error, and contains no credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedAttempt {
    /// The reason.
    pub reason: Unreachable,
    /// The server and the error.
    pub detail: String,
}

impl FailedAttempt {
    pub(crate) fn new(reason: Unreachable, detail: impl Into<String>) -> FailedAttempt {
        FailedAttempt {
            reason,
            detail: detail.into(),
        }
    }
}

/// The pause after this number of failed attempts in a row. `jitter` (0 to 1) spreads sessions that failed together
/// over half of it.
pub(crate) fn pause(failures: u32, jitter: f64) -> Duration {
    let doublings = failures.saturating_sub(1).min(10);
    let whole = FIRST_PAUSE
        .saturating_mul(2_u32.pow(doublings))
        .min(LONGEST_PAUSE);
    whole.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute() {
        let pauses: Vec<u64> = [1, 2, 3, 6, 7, 8, 1000]
            .map(|failures| pause(failures, 1.0).as_secs())
            .to_vec();
        assert_eq!(pauses, [1, 2, 4, 32, 60, 60, 60]);
        assert_eq!(pause(1, 0.0), Duration::from_millis(500));
        assert_eq!(pause(1000, 0.0), Duration::from_secs(30));
    }
}
