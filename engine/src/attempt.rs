//! One attempt to reach WhatsApp: from before its dial until the other side has answered in the
//! handshake. Each attempt has a time limit and one outcome, which the session's owner is told.
//!
//! The client keeps a failed attempt to itself and waits up to a quarter of an hour before the next
//! one. The owner therefore watches the attempts where they happen, at the socket.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::unreachable::{FailedAttempt, Unreachable};

/// The limit of a first attempt: short, because a person may be waiting to hear how things are.
const FIRST_LIMIT: Duration = Duration::from_secs(8);

/// The limit of the attempts after it, in which a slow network gets there. Below the client's own
/// limit of twenty seconds, so that it is this one that ends an attempt.
const LATER_LIMIT: Duration = Duration::from_secs(15);

/// Where time runs faster, handshakes still take the time they take.
const SHORTEST_LIMIT: Duration = Duration::from_secs(4);

/// How long WhatsApp may take to send the first code to an unlinked client, from its start.
pub(crate) const FIRST_CODE: Duration = LATER_LIMIT;

/// What became of an attempt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// WhatsApp has answered.
    Answered,
    Failed(FailedAttempt),
}

/// The attempts of one client, one after another.
pub(crate) struct Attempts {
    limit: Duration,
    /// When the first attempt is over; what the client does before it dials is part of it.
    first_until: Mutex<Option<Instant>>,
    current: Mutex<Weak<Attempt>>,
    outcomes: mpsc::UnboundedSender<Outcome>,
}

impl Attempts {
    /// The first attempt begins now. `failures` attempts in a row have failed before it, and time
    /// runs `speed` times faster than in life.
    pub(crate) fn new(
        failures: u32,
        speed: f64,
    ) -> (Arc<Attempts>, mpsc::UnboundedReceiver<Outcome>) {
        let (outcomes, told) = mpsc::unbounded_channel();
        let limit = limit(failures, speed);
        let attempts = Attempts {
            limit,
            first_until: Mutex::new(Some(Instant::now() + limit)),
            current: Mutex::default(),
            outcomes,
        };
        (Arc::new(attempts), told)
    }

    /// An attempt that begins with its dial.
    pub(crate) fn begin(&self, server: &str) -> Arc<Attempt> {
        let until = lock(&self.first_until).take();
        let attempt = Arc::new(Attempt {
            server: server.to_owned(),
            until: until.unwrap_or_else(|| Instant::now() + self.limit),
            stage: Mutex::new(Unreachable::TimedOut),
            decided: AtomicBool::new(false),
            outcomes: self.outcomes.clone(),
        });
        *lock(&self.current) = Arc::downgrade(&attempt);
        attempt
    }

    /// WhatsApp was heard on the connection that stands.
    pub(crate) fn answered(&self) {
        if let Some(attempt) = lock(&self.current).upgrade() {
            attempt.answered();
        }
    }
}

/// How long an attempt may take after so many failed ones.
pub(crate) fn limit(failures: u32, speed: f64) -> Duration {
    let limit = match failures {
        0 => FIRST_LIMIT,
        _ => LATER_LIMIT,
    };
    limit.div_f64(speed).max(SHORTEST_LIMIT)
}

/// An attempt under way, or decided.
pub(crate) struct Attempt {
    /// `host:port`, for the log.
    server: String,
    until: Instant,
    /// What it means if nothing more comes of it.
    stage: Mutex<Unreachable>,
    decided: AtomicBool,
    outcomes: mpsc::UnboundedSender<Outcome>,
}

impl Attempt {
    pub(crate) fn until(&self) -> Instant {
        self.until
    }

    /// From now on, silence means this.
    pub(crate) fn enter(&self, stage: Unreachable) {
        *lock(&self.stage) = stage;
    }

    pub(crate) fn answered(&self) {
        if self.decide() {
            let _ = self.outcomes.send(Outcome::Answered);
        }
    }

    /// Says whether it is this that ended the attempt.
    pub(crate) fn failed(&self, failed: FailedAttempt) -> bool {
        let decides = self.decide();
        if decides {
            // An owner that does not listen any more ends the client anyway.
            let _ = self.outcomes.send(Outcome::Failed(failed));
        }
        decides
    }

    /// The time is up, or the client gave up waiting.
    pub(crate) fn silent(&self) -> bool {
        self.failed(self.silence())
    }

    /// What it means that nothing came.
    pub(crate) fn silence(&self) -> FailedAttempt {
        let detail = format!("{}: no answer in time", self.server);
        FailedAttempt::new(*lock(&self.stage), detail)
    }

    /// The connection was closed during the handshake, by either side.
    pub(crate) fn broken_off(&self) {
        let detail = format!("{}: the handshake was broken off", self.server);
        self.failed(FailedAttempt::new(Unreachable::HandshakeFailed, detail));
    }

    fn decide(&self) -> bool {
        !self.decided.swap(true, Ordering::Relaxed)
    }
}

/// Whoever held it last gave up on it.
impl Drop for Attempt {
    fn drop(&mut self) {
        self.silent();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(told: &mut mpsc::UnboundedReceiver<Outcome>) -> Option<&'static str> {
        told.try_recv().ok().map(|outcome| match outcome {
            Outcome::Answered => "answered",
            Outcome::Failed(failed) => failed.reason.code(),
        })
    }

    #[tokio::test]
    async fn an_attempt_has_one_outcome() {
        let (attempts, mut told) = Attempts::new(0, 1.0);
        let attempt = attempts.begin("server:443");
        attempts.answered();
        assert!(!attempt.silent());
        attempt.broken_off();
        drop(attempt);
        assert_eq!(outcome(&mut told), Some("answered"));
        assert_eq!(outcome(&mut told), None);
    }

    #[tokio::test]
    async fn an_attempt_that_is_dropped_failed_where_it_stood() {
        let (attempts, mut told) = Attempts::new(0, 1.0);
        drop(attempts.begin("server:443"));
        let second = attempts.begin("server:443");
        second.enter(Unreachable::HandshakeStalled);
        drop(second);
        assert_eq!(outcome(&mut told), Some("timed_out"));
        assert_eq!(outcome(&mut told), Some("handshake_stalled"));
    }

    #[tokio::test]
    async fn what_happens_before_the_first_dial_counts_against_its_limit() {
        let (attempts, _told) = Attempts::new(0, 1.0);
        let until = lock(&attempts.first_until).expect("not dialled yet");
        assert_eq!(attempts.begin("server:443").until(), until);
        assert!(attempts.begin("server:443").until() > until);
    }

    #[test]
    fn only_the_first_attempt_is_short() {
        assert_eq!(limit(0, 1.0), FIRST_LIMIT);
        assert_eq!(limit(1, 1.0), LATER_LIMIT);
        assert_eq!(limit(1, 1000.0), SHORTEST_LIMIT);
    }
}
