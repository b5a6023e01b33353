//! Which sessions of this process cannot reach WhatsApp: for the log, the metrics and the health check.
//!
//! Sessions without a proxy share the route of the process, and so one series of log lines. A session with a proxy has
//! a series of its own, and says nothing about the route of the others.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use crate::domain::id::SessionId;
use crate::domain::time::Timestamp;

/// Between the first two log lines of a series; the pause doubles with each line.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause between two log lines of a series.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// How a session connects to WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    Direct,
    /// Through a proxy of its own.
    Proxy,
}

/// What to do about a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailureReport {
    /// Since when the session waits for WhatsApp.
    pub since: Timestamp,
    /// The time for a log line has come.
    pub is_to_log: bool,
}

#[derive(Default)]
pub struct Reachability {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sessions: HashMap<SessionId, Waiting>,
    direct: Option<Series>,
}

struct Waiting {
    route: Route,
    /// `None` while WhatsApp is reached.
    since: Option<Timestamp>,
    /// An attempt has failed since then.
    failed: bool,
    series: Option<Series>,
}

/// Log lines about one cause, rarer and rarer.
struct Series {
    since: Timestamp,
    next_at: Timestamp,
    pause: Duration,
}

impl Reachability {
    /// A session begins to connect.
    pub fn begin(&self, session_id: &SessionId, route: Route, now: Timestamp) {
        let waiting = Waiting {
            route,
            since: Some(now),
            failed: false,
            series: None,
        };
        self.lock().sessions.insert(session_id.clone(), waiting);
    }

    /// An attempt of the session has failed.
    pub fn failed(&self, session_id: &SessionId, now: Timestamp) -> FailureReport {
        let mut state = self.lock();
        let State { sessions, direct } = &mut *state;
        let Some(waiting) = sessions.get_mut(session_id) else {
            return FailureReport {
                since: now,
                is_to_log: true,
            };
        };
        waiting.failed = true;
        let since = *waiting.since.get_or_insert(now);
        let series = match waiting.route {
            Route::Direct => direct,
            Route::Proxy => &mut waiting.series,
        };
        FailureReport {
            since,
            is_to_log: Series::log(series, now),
        }
    }

    /// The session reaches WhatsApp. Where log lines reported that it did not, returns since when.
    pub fn reached(&self, session_id: &SessionId) -> Option<Timestamp> {
        let mut state = self.lock();
        let State { sessions, direct } = &mut *state;
        let waiting = sessions.get_mut(session_id)?;
        waiting.since = None;
        waiting.failed = false;
        let series = match waiting.route {
            Route::Direct => direct.take(),
            Route::Proxy => waiting.series.take(),
        };
        series.map(|series| series.since)
    }

    /// The session does not try any more.
    pub fn forget(&self, session_id: &SessionId) {
        self.lock().sessions.remove(session_id);
    }

    /// How many sessions have failed to connect.
    pub fn unreachable(&self) -> usize {
        let state = self.lock();
        state.sessions.values().filter(|it| it.failed).count()
    }

    /// Sessions without a proxy have failed to connect, and none has connected since.
    pub fn is_whatsapp_unreachable(&self) -> bool {
        let state = self.lock();
        let tries = |it: &Waiting| it.failed && it.route == Route::Direct;
        state.direct.is_some() && state.sessions.values().any(tries)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock panics")
    }
}

impl Series {
    /// Whether a line is due now; the first one is.
    fn log(series: &mut Option<Series>, now: Timestamp) -> bool {
        let Some(series) = series else {
            *series = Some(Series {
                since: now,
                next_at: now.plus(FIRST_PAUSE),
                pause: FIRST_PAUSE,
            });
            return true;
        };
        if now < series.next_at {
            return false;
        }
        series.pause = series.pause.saturating_mul(2).min(LONGEST_PAUSE);
        series.next_at = now.plus(series.pause);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_000_000);

    fn at(seconds: u64) -> Timestamp {
        START.plus(Duration::from_secs(seconds))
    }

    #[test]
    fn log_lines_become_less_frequent_and_are_shared_by_a_route() {
        let reach = Reachability::default();
        for session in ["a", "b"] {
            reach.begin(&session.into(), Route::Direct, START);
        }
        let logged: Vec<u64> = (0..=300)
            .filter(|second| {
                let lines =
                    ["a", "b"].map(|session| reach.failed(&session.into(), at(*second)).is_to_log);
                lines.contains(&true)
            })
            .collect();
        assert_eq!(logged, [0, 30, 90, 210]);
        assert_eq!(reach.reached(&"a".into()), Some(START));
        assert_eq!(reach.reached(&"b".into()), None, "reported once");
    }

    #[test]
    fn an_unreachable_proxy_does_not_affect_the_direct_route() {
        let reach = Reachability::default();
        reach.begin(&"proxied".into(), Route::Proxy, START);
        assert!(reach.failed(&"proxied".into(), START).is_to_log);
        assert_eq!(reach.unreachable(), 1);
        assert!(!reach.is_whatsapp_unreachable());
        reach.begin(&"direct".into(), Route::Direct, START);
        assert!(!reach.is_whatsapp_unreachable(), "nothing has failed yet");
        assert!(reach.failed(&"direct".into(), START).is_to_log);
        assert!(reach.is_whatsapp_unreachable());
        reach.reached(&"direct".into());
        assert!(!reach.is_whatsapp_unreachable());
    }

    #[test]
    fn an_outage_starts_with_the_first_attempt_or_the_loss() {
        let reach = Reachability::default();
        reach.begin(&"a".into(), Route::Direct, START);
        assert_eq!(reach.failed(&"a".into(), at(3)).since, START);
        assert_eq!(reach.failed(&"a".into(), at(5)).since, START);
        reach.reached(&"a".into());
        assert_eq!(reach.failed(&"a".into(), at(60)).since, at(60));
    }

    #[test]
    fn a_stopped_session_is_not_unreachable() {
        let reach = Reachability::default();
        reach.begin(&"a".into(), Route::Direct, START);
        reach.failed(&"a".into(), START);
        reach.forget(&"a".into());
        assert_eq!(reach.unreachable(), 0);
        assert!(!reach.is_whatsapp_unreachable());
    }
}
