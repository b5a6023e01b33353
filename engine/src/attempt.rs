//! One attempt to reach WhatsApp: from before its dial until WhatsApp has answered in the handshake. Each attempt has
//! a time limit and one outcome, which is sent to the session's owner.
//!
//! The client does not report a failed attempt, and waits up to a quarter of an hour before the next one. So the
//! outcome is determined at the socket.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::unreachable::{FailedAttempt, Unreachable};

/// The limit of a first attempt. It is short, because a person may be waiting for the result.
const FIRST_LIMIT: Duration = Duration::from_secs(8);

/// The limit of later attempts, long enough for a slow network. It is below the client's own limit of twenty seconds,
/// so that this one applies.
const LATER_LIMIT: Duration = Duration::from_secs(15);

/// Handshakes do not become faster where time runs faster, so no limit is shorter than this.
const SHORTEST_LIMIT: Duration = Duration::from_secs(4);

/// How long WhatsApp may take to send the first code to an unlinked client, from the client's start.
pub(crate) const FIRST_CODE: Duration = LATER_LIMIT;

/// The outcome of an attempt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// WhatsApp has answered.
    Answered,
    Failed(FailedAttempt),
}

/// The attempts of one client, one after another.
pub(crate) struct Attempts {
    limit: Duration,
    /// The deadline of the first attempt, which includes what the client does before it dials.
    first_deadline: Mutex<Option<Instant>>,
    current: Mutex<Weak<Attempt>>,
    outcomes: mpsc::UnboundedSender<Outcome>,
}

impl Attempts {
    /// Begins the first attempt. `failures` attempts in a row have failed before it, and time runs `speed` times
    /// faster than real time.
    pub(crate) fn new(
        failures: u32,
        speed: f64,
    ) -> (Arc<Attempts>, mpsc::UnboundedReceiver<Outcome>) {
        let (outcomes, receiver) = mpsc::unbounded_channel();
        let limit = limit(failures, speed);
        let attempts = Attempts {
            limit,
            first_deadline: Mutex::new(Some(Instant::now() + limit)),
            current: Mutex::default(),
            outcomes,
        };
        (Arc::new(attempts), receiver)
    }

    /// Begins an attempt at its dial.
    pub(crate) fn begin(&self, server: &str) -> Arc<Attempt> {
        let deadline = lock(&self.first_deadline).take();
        let attempt = Arc::new(Attempt {
            server: server.to_owned(),
            deadline: deadline.unwrap_or_else(|| Instant::now() + self.limit),
            timeout_reason: Mutex::new(Unreachable::TimedOut),
            has_outcome: AtomicBool::new(false),
            outcomes: self.outcomes.clone(),
        });
        *lock(&self.current) = Arc::downgrade(&attempt);
        attempt
    }

    /// WhatsApp has sent something on the current connection.
    pub(crate) fn answered(&self) {
        if let Some(attempt) = lock(&self.current).upgrade() {
            attempt.answered();
        }
    }
}

/// How long an attempt may take after this number of failed ones.
pub(crate) fn limit(failures: u32, speed: f64) -> Duration {
    let limit = match failures {
        0 => FIRST_LIMIT,
        _ => LATER_LIMIT,
    };
    limit.div_f64(speed).max(SHORTEST_LIMIT)
}

/// One attempt. The first outcome counts; later ones are ignored.
pub(crate) struct Attempt {
    /// `host:port`, for the log.
    server: String,
    deadline: Instant,
    /// The reason to report if nothing more happens.
    timeout_reason: Mutex<Unreachable>,
    has_outcome: AtomicBool,
    outcomes: mpsc::UnboundedSender<Outcome>,
}

impl Attempt {
    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    pub(crate) fn set_timeout_reason(&self, reason: Unreachable) {
        *lock(&self.timeout_reason) = reason;
    }

    pub(crate) fn answered(&self) {
        self.finish(Outcome::Answered);
    }

    pub(crate) fn fail(&self, failed: FailedAttempt) {
        self.finish(Outcome::Failed(failed));
    }

    /// The deadline has passed, or the client stopped waiting. Returns `false` if there was an outcome before.
    pub(crate) fn time_out(&self) -> bool {
        self.finish(Outcome::Failed(self.timeout_failure()))
    }

    pub(crate) fn timeout_failure(&self) -> FailedAttempt {
        let detail = format!("{}: no answer in time", self.server);
        FailedAttempt::new(*lock(&self.timeout_reason), detail)
    }

    /// Either side has closed the connection. Without an answer before, the handshake has failed.
    pub(crate) fn disconnected(&self) {
        let detail = format!("{}: the handshake was broken off", self.server);
        self.fail(FailedAttempt::new(Unreachable::HandshakeFailed, detail));
    }

    fn finish(&self, outcome: Outcome) -> bool {
        let is_first = !self.has_outcome.swap(true, Ordering::Relaxed);
        if is_first {
            // An owner that has stopped listening ends the client in any case.
            let _ = self.outcomes.send(outcome);
        }
        is_first
    }
}

/// The client has given up on the connection.
impl Drop for Attempt {
    fn drop(&mut self) {
        self.time_out();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(outcomes: &mut mpsc::UnboundedReceiver<Outcome>) -> Option<&'static str> {
        outcomes.try_recv().ok().map(|outcome| match outcome {
            Outcome::Answered => "answered",
            Outcome::Failed(failed) => failed.reason.code(),
        })
    }

    #[tokio::test]
    async fn an_attempt_has_one_outcome() {
        let (attempts, mut outcomes) = Attempts::new(0, 1.0);
        let attempt = attempts.begin("server:443");
        attempts.answered();
        assert!(!attempt.time_out());
        attempt.disconnected();
        drop(attempt);
        assert_eq!(next(&mut outcomes), Some("answered"));
        assert_eq!(next(&mut outcomes), None);
    }

    #[tokio::test]
    async fn a_dropped_attempt_fails_with_the_reason_of_its_step() {
        let (attempts, mut outcomes) = Attempts::new(0, 1.0);
        drop(attempts.begin("server:443"));
        let second = attempts.begin("server:443");
        second.set_timeout_reason(Unreachable::HandshakeStalled);
        drop(second);
        assert_eq!(next(&mut outcomes), Some("timed_out"));
        assert_eq!(next(&mut outcomes), Some("handshake_stalled"));
    }

    #[tokio::test]
    async fn the_time_before_the_first_dial_counts_against_its_limit() {
        let (attempts, _outcomes) = Attempts::new(0, 1.0);
        let deadline = lock(&attempts.first_deadline).expect("not dialled yet");
        assert_eq!(attempts.begin("server:443").deadline(), deadline);
        assert!(attempts.begin("server:443").deadline() > deadline);
    }

    #[test]
    fn only_the_first_attempt_is_short() {
        assert_eq!(limit(0, 1.0), FIRST_LIMIT);
        assert_eq!(limit(1, 1.0), LATER_LIMIT);
        assert_eq!(limit(1, 1000.0), SHORTEST_LIMIT);
    }
}
