//! The life of a phone code, from the request to its end.

use std::time::Duration;

use tokio::time::Instant;
use wacore::pair_code::PairCodeUtils;

use crate::LinkCode;

#[derive(Clone)]
pub(super) enum State {
    /// No code, and nothing to say about one.
    Idle,
    /// WhatsApp is being asked.
    Asking,
    /// A code that can be typed.
    Live(Live),
    /// A code that was typed as often as it may be. A link may still come of it.
    Spent(Spent),
    /// The code is over and nobody was told yet.
    Over,
}

#[derive(Clone)]
pub(super) struct Live {
    pub(super) number: String,
    pub(super) code: LinkCode,
    /// When WhatsApp stops accepting it.
    pub(super) until: Instant,
    /// When nothing can come of it any more.
    pub(super) over: Instant,
    /// How often it was typed.
    pub(super) typed: u32,
}

#[derive(Clone)]
pub(super) struct Spent {
    /// When whoever reads the code is to be told; `None` where that has happened.
    pub(super) tell_at: Option<Instant>,
    /// When nothing can come of it any more.
    pub(super) over: Instant,
}

impl State {
    /// Nobody waits to hear that this one is over.
    pub(super) fn is_told(&self) -> bool {
        matches!(
            self,
            State::Idle | State::Spent(Spent { tell_at: None, .. })
        )
    }

    /// What follows when nothing can come of a code any more.
    pub(super) fn lost(&self) -> Option<State> {
        match self {
            State::Live(_)
            | State::Spent(Spent {
                tell_at: Some(_), ..
            }) => Some(State::Over),
            State::Spent(Spent { tell_at: None, .. }) => Some(State::Idle),
            State::Idle | State::Asking | State::Over => None,
        }
    }
}

impl Live {
    pub(super) fn typed(&self, now: Instant, patience: Duration, last_typed: Duration) -> State {
        let (typed, over) = (self.typed + 1, self.over.max(now + patience));
        if typed < PairCodeUtils::max_primary_hello_attempts() {
            return State::Live(Live {
                typed,
                over,
                ..self.clone()
            });
        }
        State::Spent(Spent {
            tell_at: Some(now + last_typed),
            over,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(65);
    const LAST: Duration = Duration::from_secs(3);

    fn fresh(now: Instant) -> State {
        State::Live(Live {
            number: "5511999990001".into(),
            code: LinkCode::new("ABCD2345"),
            until: now + Duration::from_secs(180),
            over: now + Duration::from_secs(180),
            typed: 0,
        })
    }

    fn typed(state: &State, now: Instant) -> State {
        match state {
            State::Live(live) => live.typed(now, PATIENCE, LAST),
            _ => panic!("a code that can be typed"),
        }
    }

    #[test]
    fn a_code_can_be_typed_three_times_and_the_last_may_still_link() {
        let now = Instant::now();
        let twice = typed(&typed(&fresh(now), now), now);
        assert!(matches!(&twice, State::Live(live) if live.typed == 2));
        let State::Spent(spent) = typed(&twice, now) else {
            panic!("it cannot be typed again");
        };
        assert_eq!(spent.tell_at, Some(now + LAST));
        assert!(spent.over >= now + PATIENCE);
    }

    #[test]
    fn the_end_of_a_code_is_told_once() {
        let now = Instant::now();
        assert!(matches!(fresh(now).lost(), Some(State::Over)));
        let spent = |tell_at| State::Spent(Spent { tell_at, over: now });
        assert!(matches!(spent(Some(now)).lost(), Some(State::Over)));
        assert!(matches!(spent(None).lost(), Some(State::Idle)));
        assert!(State::Idle.lost().is_none());
    }
}
