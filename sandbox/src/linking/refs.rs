//! The refs that the server issues to a client, and how long each can be scanned. A client shows the first for a
//! minute and the others for twenty seconds each, in order. A ref can be scanned only while it is shown, with some
//! tolerance at both ends for the time that a code needs to reach a screen.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::LinkError;
use super::qr_code::REF_PREFIX;
use crate::clock::Speed;
use crate::peer::ConnectionId;

const REFS_PER_CLIENT: u32 = 6;
const FIRST_LIFETIME: Duration = Duration::from_secs(60);
const LATER_LIFETIME: Duration = Duration::from_secs(20);
/// Shrinks with the lifetimes, down to what a busy machine needs to draw and read a code.
const TOLERANCE: Duration = Duration::from_secs(3);
const MIN_TOLERANCE: Duration = Duration::from_secs(1);
/// How many used refs are kept, to answer "used" instead of "expired".
const USED_KEPT: usize = 256;

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
    pub(crate) fn issue(&mut self, by: ConnectionId, now: Instant, speed: Speed) -> Vec<String> {
        let tolerance = speed.scale(TOLERANCE).max(MIN_TOLERANCE);
        let mut from = now;
        let mut issued = Vec::new();
        for index in 0..REFS_PER_CLIENT {
            let lifetime = if index == 0 {
                FIRST_LIFETIME
            } else {
                LATER_LIFETIME
            };
            let until = from + speed.scale(lifetime);
            let reference = format!("{REF_PREFIX}{:032x}", rand::random::<u128>());
            let shown = Shown {
                by,
                from: from.checked_sub(tolerance).unwrap_or(from),
                until: until + tolerance,
            };
            self.shown.insert(reference.clone(), shown);
            issued.push(reference);
            from = until;
        }
        issued
    }

    /// The connection that shows this ref at `now`.
    pub(crate) fn look_up(&self, reference: &str, now: Instant) -> Result<ConnectionId, LinkError> {
        if self.used.iter().any(|used| used == reference) {
            return Err(LinkError::CodeUsed);
        }
        match self.shown.get(reference) {
            Some(shown) if (shown.from..shown.until).contains(&now) => Ok(shown.by),
            _ => Err(LinkError::CodeExpired),
        }
    }

    /// Rejects this ref as used from now on.
    pub(crate) fn mark_used(&mut self, reference: &str) {
        if self.shown.remove(reference).is_some() {
            self.used.push_back(reference.to_owned());
        }
        if self.used.len() > USED_KEPT {
            self.used.pop_front();
        }
    }

    /// The connection ended, so it shows nothing any more.
    pub(crate) fn remove(&mut self, connection: ConnectionId) {
        self.shown.retain(|_, shown| shown.by != connection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    fn code_of(result: Result<ConnectionId, LinkError>) -> &'static str {
        result.map_or_else(|error| error.code(), |_| "ok")
    }

    #[test]
    fn each_ref_can_be_scanned_while_it_is_shown() {
        let (mut refs, start) = (Refs::default(), Instant::now());
        let issued = refs.issue(1, start, Speed::new(1.0).unwrap());
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
            let result = refs.look_up(&issued[index], start + seconds(at));
            assert_eq!(code_of(result), expected, "ref {index} after {at} s");
        }
    }

    #[test]
    fn a_higher_speed_shortens_the_lifetime() {
        let (mut refs, start) = (Refs::default(), Instant::now());
        let issued = refs.issue(1, start, Speed::new(60.0).unwrap());
        assert_eq!(code_of(refs.look_up(&issued[0], start + seconds(1))), "ok");
        assert_eq!(
            code_of(refs.look_up(&issued[0], start + seconds(2))),
            "code_expired"
        );
    }

    #[test]
    fn a_used_ref_stays_used_after_its_connection_ended() {
        let (mut refs, start) = (Refs::default(), Instant::now());
        let issued = refs.issue(1, start, Speed::new(1.0).unwrap());
        refs.mark_used(&issued[0]);
        refs.remove(1);
        assert_eq!(code_of(refs.look_up(&issued[0], start)), "code_used");
        assert_eq!(
            code_of(refs.look_up(&issued[1], start + seconds(60))),
            "code_expired"
        );
        assert_eq!(code_of(refs.look_up("2@never", start)), "code_expired");
    }
}
