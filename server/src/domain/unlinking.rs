//! A linked device that WhatsApp still has although its session was logged out or deleted. It is removed later; its
//! keys are kept until then.

use std::time::Duration;

use super::cloud_account::CloudAccount;
use super::id::{TenantId, UnlinkingId};
use super::proxy::ProxyUrl;
use super::session::Session;
use super::time::Timestamp;

const FIRST: Duration = Duration::from_mins(1);
const LONGEST: Duration = Duration::from_hours(2);
/// After this time the keys are deleted anyway; the phone shows the device until it is removed there.
const GIVEN_UP_AFTER: Duration = Duration::from_hours(24);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlinking {
    /// The keys are kept under this id.
    pub id: UnlinkingId,
    pub tenant_id: TenantId,
    /// The session's proxy, which the unlinking must use too.
    pub proxy: Option<ProxyUrl>,
    /// A number of the Cloud API; `None`: a linked device.
    pub cloud: Option<CloudAccount>,
    pub attempts: u32,
    pub next_at: Timestamp,
    pub created_at: Timestamp,
}

impl Unlinking {
    pub fn new(id: UnlinkingId, session: &Session, at: Timestamp) -> Self {
        Unlinking {
            id,
            tenant_id: session.tenant_id.clone(),
            proxy: session.proxy.clone(),
            cloud: None,
            attempts: 0,
            next_at: at.plus(FIRST),
            created_at: at,
        }
    }

    pub fn is_given_up(&self, now: Timestamp) -> bool {
        now >= self.created_at.plus(GIVEN_UP_AFTER)
    }

    /// The unlinking after another failed attempt, with the time of the next one.
    #[must_use]
    pub fn later(self, now: Timestamp) -> Self {
        let attempts = self.attempts.saturating_add(1);
        let pause = FIRST
            .saturating_mul(2_u32.saturating_pow(attempts.min(20)))
            .min(LONGEST);
        Unlinking {
            attempts,
            next_at: now.plus(pause),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::name::SessionName;

    #[test]
    fn the_pauses_grow_until_unlinking_is_given_up() {
        let mut now = Timestamp::from_millis(0);
        let name = SessionName::parse("a").unwrap();
        let session = Session::new("ses_1".into(), "default".into(), name, now);
        let mut unlinking = Unlinking::new("unl_1".into(), &session, now);
        let mut minutes = Vec::new();
        while !unlinking.is_given_up(unlinking.next_at) {
            minutes.push(unlinking.next_at.remaining(now).as_secs() / 60);
            now = unlinking.next_at;
            unlinking = unlinking.later(now);
        }
        assert_eq!(minutes[..8], [1, 2, 4, 8, 16, 32, 64, 120]);
        assert!(minutes.len() < 30, "{minutes:?}");
    }
}
