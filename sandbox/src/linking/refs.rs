//! The refs a server gives a client, and how long each can be scanned. A client shows the first for a minute
//! and the others for twenty seconds each, in order; a ref that is not on the screen any more, or not yet,
//! has no business being scanned. A little grace on both ends covers what a code needs to reach a screen.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::Refusal;
use super::code::REF_PREFIX;
use crate::clock::Pace;
use crate::live::ConnectionId;

const REFS: u32 = 6;
const FIRST_LIFE: Duration = Duration::from_secs(60);
const LATER_LIFE: Duration = Duration::from_secs(20);
/// Shrinks with the codes' life, down to what a busy machine needs to draw and read one.
const GRACE: Duration = Duration::from_secs(3);
const LEAST_GRACE: Duration = Duration::from_secs(1);
/// How many used refs are remembered, to say "used" rather than "expired".
const REMEMBERED: usize = 256;

#[derive(Default)]
pub(crate) struct Refs {
    shown: HashMap<String, Shown>,
    used: VecDeque<String>,
}

struct Shown {
    by: ConnectionId,
    from: Instant,
    until: Instant,
}

impl Refs {
    /// New refs for a connection, the first of them shown from `now` on.
    pub(crate) fn issue(&mut self, by: ConnectionId, now: Instant, pace: Pace) -> Vec<String> {
        let grace = pace.scale(GRACE).max(LEAST_GRACE);
        let mut from = now;
        let mut issued = Vec::new();
        for index in 0..REFS {
            let life = if index == 0 { FIRST_LIFE } else { LATER_LIFE };
            let until = from + pace.scale(life);
            let reference = format!("{REF_PREFIX}{:032x}", rand::random::<u128>());
            let shown = Shown {
                by,
                from: from.checked_sub(grace).unwrap_or(from),
                until: until + grace,
            };
            self.shown.insert(reference.clone(), shown);
            issued.push(reference);
            from = until;
        }
        issued
    }

    /// The connection that shows this ref at `now`.
    pub(crate) fn look_up(&self, reference: &str, now: Instant) -> Result<ConnectionId, Refusal> {
        if self.used.iter().any(|used| used == reference) {
            return Err(Refusal::CodeUsed);
        }
        match self.shown.get(reference) {
            Some(shown) if (shown.from..shown.until).contains(&now) => Ok(shown.by),
            _ => Err(Refusal::CodeExpired),
        }
    }

    /// From now on this ref is refused as used.
    pub(crate) fn use_up(&mut self, reference: &str) {
        if self.shown.remove(reference).is_some() {
            self.used.push_back(reference.to_owned());
        }
        if self.used.len() > REMEMBERED {
            self.used.pop_front();
        }
    }

    /// The connection ended, and what it showed with it.
    pub(crate) fn forget(&mut self, connection: ConnectionId) {
        self.shown.retain(|_, shown| shown.by != connection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn code_of(outcome: Result<ConnectionId, Refusal>) -> &'static str {
        outcome.map_or_else(|refusal| refusal.code(), |_| "ok")
    }

    #[test]
    fn each_ref_can_be_scanned_while_it_is_shown() {
        let (mut refs, start) = (Refs::default(), Instant::now());
        let issued = refs.issue(1, start, Pace::new(1.0).unwrap());
        assert_eq!(issued.len(), 6);
        let table = [
            (0, 0, "ok"),
            (0, 62, "ok"),
            (0, 64, "code_expired"),
            (1, 50, "code_expired"),
            (1, 58, "ok"),
            (1, 82, "ok"),
            (1, 84, "code_expired"),
            (5, 130, "code_expired"),
            (5, 150, "ok"),
            (5, 164, "code_expired"),
        ];
        for (index, at, expected) in table {
            let outcome = refs.look_up(&issued[index], start + seconds(at));
            assert_eq!(code_of(outcome), expected, "ref {index} after {at} s");
        }
    }

    #[test]
    fn speed_shortens_their_life() {
        let (mut refs, start) = (Refs::default(), Instant::now());
        let issued = refs.issue(1, start, Pace::new(60.0).unwrap());
        assert_eq!(code_of(refs.look_up(&issued[0], start + seconds(1))), "ok");
        assert_eq!(
            code_of(refs.look_up(&issued[0], start + seconds(2))),
            "code_expired"
        );
    }

    #[test]
    fn a_used_ref_is_known_as_used_even_when_its_connection_is_gone() {
        let (mut refs, start) = (Refs::default(), Instant::now());
        let issued = refs.issue(1, start, Pace::new(1.0).unwrap());
        refs.use_up(&issued[0]);
        refs.forget(1);
        assert_eq!(code_of(refs.look_up(&issued[0], start)), "code_used");
        assert_eq!(
            code_of(refs.look_up(&issued[1], start + seconds(60))),
            "code_expired"
        );
        assert_eq!(code_of(refs.look_up("2@never", start)), "code_expired");
    }
}
