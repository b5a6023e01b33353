//! What a connection is doing, and until when it may.
//!
//! Only the client's part is limited: to send a request's head, to send another request, and to take what is written. A
//! response may take any time to make, so that live streams last. The body of a request has its limit where it is read
//! (`http/limits/body.rs`).

use std::sync::{Arc, Mutex};

use tokio::time::Instant;

use crate::runtime::config::ConnectionTimes;

/// What the client is expected to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// Send the rest of a request's head.
    Head,
    /// Send a request.
    Request,
    /// Take what is written.
    Write,
}

impl Wait {
    /// As the metrics name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Wait::Head => "head",
            Wait::Request => "idle",
            Wait::Write => "write",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Idle {
        since: Instant,
    },
    Head {
        since: Instant,
    },
    /// A request is handled, or its response is sent.
    Exchange,
    /// Another protocol has taken over.
    Upgraded,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// When the client stopped to take what is written.
    blocked_since: Option<Instant>,
}

/// Shared by the parts of one connection, which all run in its task.
#[derive(Debug, Clone)]
pub(super) struct Activity(Arc<Mutex<State>>);

impl Activity {
    pub(super) fn new(now: Instant) -> Self {
        Activity(Arc::new(Mutex::new(State {
            phase: Phase::Idle { since: now },
            blocked_since: None,
        })))
    }

    pub(super) fn received(&self, now: Instant) {
        self.change(|state| {
            if let Phase::Idle { .. } = state.phase {
                state.phase = Phase::Head { since: now };
            }
        });
    }

    /// The head is complete.
    pub(super) fn begin_exchange(&self) {
        self.change(|state| state.phase = Phase::Exchange);
    }

    /// The response has been made. It may still have to be written.
    pub(super) fn end_exchange(&self, now: Instant) {
        self.change(|state| {
            if state.phase == Phase::Exchange {
                state.phase = Phase::Idle { since: now };
            }
        });
    }

    pub(super) fn upgrade(&self) {
        self.change(|state| state.phase = Phase::Upgraded);
    }

    /// Nothing can be written now.
    pub(super) fn block(&self, now: Instant) {
        self.change(|state| {
            state.blocked_since.get_or_insert(now);
        });
    }

    /// Something was written.
    pub(super) fn unblock(&self) {
        self.change(|state| state.blocked_since = None);
    }

    /// When the client has taken too long, and for what. `None`: nothing is expected of it.
    pub(super) fn deadline(&self, times: &ConnectionTimes) -> Option<(Instant, Wait)> {
        let state = self.0.lock().expect("no holder of this lock panics");
        let write = state
            .blocked_since
            .map(|since| (since + times.write_stall, Wait::Write));
        let read = match state.phase {
            Phase::Idle { since } => Some((since + times.keep_alive, Wait::Request)),
            Phase::Head { since } => Some((since + times.request_read, Wait::Head)),
            Phase::Exchange => None,
            Phase::Upgraded => return None,
        };
        write.into_iter().chain(read).min_by_key(|(at, _)| *at)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.lock().expect("no holder of this lock panics"));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const TIMES: ConnectionTimes = ConnectionTimes {
        request_read: Duration::from_secs(10),
        keep_alive: Duration::from_secs(60),
        write_stall: Duration::from_secs(30),
    };

    #[test]
    fn each_phase_has_its_own_limit() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let activity = Activity::new(start);
        type Step<'a> = (&'a str, &'a dyn Fn(), Option<(u64, Wait)>);
        let steps: [Step<'_>; 11] = [
            ("a new connection", &|| {}, Some((60, Wait::Request))),
            (
                "its first byte",
                &|| activity.received(at(5)),
                Some((15, Wait::Head)),
            ),
            (
                "more of the head",
                &|| activity.received(at(9)),
                Some((15, Wait::Head)),
            ),
            ("a whole head", &|| activity.begin_exchange(), None),
            ("a byte of the body", &|| activity.received(at(10)), None),
            (
                "a full socket",
                &|| activity.block(at(12)),
                Some((42, Wait::Write)),
            ),
            (
                "a still full socket",
                &|| activity.block(at(20)),
                Some((42, Wait::Write)),
            ),
            ("a socket that takes some", &|| activity.unblock(), None),
            (
                "the response's end",
                &|| activity.end_exchange(at(30)),
                Some((90, Wait::Request)),
            ),
            (
                "the end, again full",
                &|| activity.block(at(31)),
                Some((61, Wait::Write)),
            ),
            ("another protocol", &|| activity.upgrade(), None),
        ];
        for (what, step, deadline) in steps {
            step();
            let expected = deadline.map(|(seconds, wait)| (at(seconds), wait));
            assert_eq!(activity.deadline(&TIMES), expected, "{what}");
        }
        activity.end_exchange(at(99));
        assert_eq!(activity.deadline(&TIMES), None, "an upgrade lasts");
    }
}
