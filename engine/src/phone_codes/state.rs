//! The states of a phone code, from the request to its end.

use std::time::Duration;

use tokio::time::Instant;
use wacore::pair_code::PairCodeUtils;

use crate::LinkCode;

#[derive(Clone)]
pub(super) enum State {
    /// There is no code, and no end of a code to report.
    Idle,
    /// A code is being requested from WhatsApp.
    Requesting,
    /// The code can be entered.
    Active(ActiveCode),
    /// The code was entered as often as WhatsApp allows. The last time may still link.
    UsedUp(UsedUpCode),
    /// The code has ended, which is not reported yet.
    Ended,
}

#[derive(Clone)]
pub(super) struct ActiveCode {
    pub(super) number: String,
    pub(super) code: LinkCode,
    /// When WhatsApp stops accepting it.
    pub(super) expires_at: Instant,
    /// When it cannot link any more.
    pub(super) ends_at: Instant,
    /// How many times it was entered.
    pub(super) entries: u32,
}

#[derive(Clone)]
pub(super) struct UsedUpCode {
    /// When to report the end of the code; `None` once it is reported.
    pub(super) report_at: Option<Instant>,
    /// When it cannot link any more.
    pub(super) ends_at: Instant,
}

/// By how much the end of a code is deferred when it is entered.
#[derive(Clone, Copy)]
pub(super) struct EntryTimeouts {
    /// How long an entered code may take to link.
    pub(super) link: Duration,
    /// How long the last allowed entry may take to link, before the code's end is reported.
    pub(super) last_entry: Duration,
}

impl State {
    /// Whether there is no end of this code left to report.
    pub(super) fn is_reported(&self) -> bool {
        matches!(
            self,
            State::Idle
                | State::UsedUp(UsedUpCode {
                    report_at: None,
                    ..
                })
        )
    }

    /// The next state when the code cannot link any more.
    pub(super) fn invalidated(&self) -> Option<State> {
        match self {
            State::Active(_) => Some(State::Ended),
            State::UsedUp(code) if code.report_at.is_some() => Some(State::Ended),
            State::UsedUp(_) => Some(State::Idle),
            State::Idle | State::Requesting | State::Ended => None,
        }
    }
}

impl ActiveCode {
    /// The next state when the code was entered on a phone.
    pub(super) fn entered(&self, now: Instant, timeouts: EntryTimeouts) -> State {
        let entries = self.entries + 1;
        let ends_at = self.ends_at.max(now + timeouts.link);
        if entries < PairCodeUtils::max_primary_hello_attempts() {
            return State::Active(ActiveCode {
                entries,
                ends_at,
                ..self.clone()
            });
        }
        State::UsedUp(UsedUpCode {
            report_at: Some(now + timeouts.last_entry),
            ends_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUTS: EntryTimeouts = EntryTimeouts {
        link: Duration::from_secs(65),
        last_entry: Duration::from_secs(3),
    };

    fn new_code(now: Instant) -> State {
        State::Active(ActiveCode {
            number: "5511999990001".into(),
            code: LinkCode::new("ABCD2345"),
            expires_at: now + Duration::from_secs(180),
            ends_at: now + Duration::from_secs(180),
            entries: 0,
        })
    }

    fn entered(state: &State, now: Instant) -> State {
        match state {
            State::Active(code) => code.entered(now, TIMEOUTS),
            _ => panic!("the code cannot be entered"),
        }
    }

    #[test]
    fn a_code_can_be_entered_three_times_and_the_last_may_still_link() {
        let now = Instant::now();
        let twice = entered(&entered(&new_code(now), now), now);
        assert!(matches!(&twice, State::Active(code) if code.entries == 2));
        let State::UsedUp(code) = entered(&twice, now) else {
            panic!("it can be entered a fourth time");
        };
        assert_eq!(code.report_at, Some(now + TIMEOUTS.last_entry));
        assert!(code.ends_at >= now + TIMEOUTS.link);
    }

    #[test]
    fn the_end_of_a_code_is_reported_once() {
        let now = Instant::now();
        assert!(matches!(new_code(now).invalidated(), Some(State::Ended)));
        let used_up = |report_at| {
            State::UsedUp(UsedUpCode {
                report_at,
                ends_at: now,
            })
        };
        assert!(matches!(
            used_up(Some(now)).invalidated(),
            Some(State::Ended)
        ));
        assert!(matches!(used_up(None).invalidated(), Some(State::Idle)));
        assert!(State::Idle.invalidated().is_none());
    }
}
