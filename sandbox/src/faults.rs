//! What somebody asked to go wrong: a slow network, logins that are refused, codes that are throttled.
//! Faults are forgotten when the process ends; dropping sockets is an act, not a state, and is in `live`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::Instant;

/// How a login is refused, by the number WhatsApp gives the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LoginRefusal {
    /// 401: the device was unlinked.
    LoggedOut,
    /// 402: the account may not log in for a while.
    TemporaryBan { expires: Duration },
    /// 403: the account is locked.
    Locked,
    /// 405: the client is too old.
    Outdated,
    /// 409: at this very moment another client logs in as the same device, and keeps it.
    TakenOver,
    /// 503: try again later.
    Unavailable,
    /// Any other number; what it means, WhatsApp has told nobody.
    Unexplained(u16),
}

impl LoginRefusal {
    pub(crate) fn reason(&self) -> u16 {
        match self {
            LoginRefusal::LoggedOut => 401,
            LoginRefusal::TemporaryBan { .. } => 402,
            LoginRefusal::Locked => 403,
            LoginRefusal::Outdated => 405,
            LoginRefusal::TakenOver => 409,
            LoginRefusal::Unavailable => 503,
            LoginRefusal::Unexplained(reason) => *reason,
        }
    }
}

/// Whom a fault is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whose {
    Anybodys,
    /// Of the devices of one phone, by its number.
    Phones(String),
}

impl Whose {
    pub(crate) fn includes(&self, number: &str) -> bool {
        match self {
            Whose::Anybodys => true,
            Whose::Phones(own) => own == number,
        }
    }
}

/// Logins that will be refused, the next `times` of them.
#[derive(Debug, Clone)]
pub(crate) struct LoginFault {
    pub(crate) refusal: LoginRefusal,
    pub(crate) times: u32,
    pub(crate) whose: Whose,
}

/// Phone codes that will be refused, the next `times` of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct CodeThrottle {
    pub(crate) times: u32,
    /// In seconds; WhatsApp says it to some and not to others.
    pub(crate) retry_after: Option<u64>,
}

#[derive(Default)]
pub(crate) struct Faults {
    /// Of every stanza to a client; handshakes are as fast as ever.
    latency_ms: AtomicU64,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    logins: Vec<LoginFault>,
    /// By number, until when.
    bans: HashMap<String, Instant>,
    codes: CodeThrottle,
    passkeys: u32,
    lost_retries: u32,
    spoilt_links: u32,
    ignored_settings: u32,
}

impl Faults {
    pub(crate) fn latency(&self) -> Duration {
        Duration::from_millis(self.latency_ms.load(Ordering::Relaxed))
    }

    pub(crate) fn set_latency(&self, latency_ms: u64) {
        self.latency_ms.store(latency_ms, Ordering::Relaxed);
    }

    /// Takes the place of what was asked for the same logins before.
    pub(crate) fn refuse_logins(&self, fault: LoginFault) {
        let logins = &mut self.asked().logins;
        logins.retain(|earlier| earlier.whose != fault.whose);
        logins.push(fault);
    }

    /// Bans a phone's devices from logging in until then.
    pub(crate) fn ban(&self, number: String, until: Instant) {
        self.asked().bans.insert(number, until);
    }

    /// The refusal that waits for this login; it is spent by asking, except for a ban, which is spent by time.
    pub(crate) fn take_login_refusal(&self, number: &str, now: Instant) -> Option<LoginRefusal> {
        let mut asked = self.asked();
        asked.bans.retain(|_, until| now < *until);
        if let Some(until) = asked.bans.get(number) {
            // Rounded up: a client that comes back when it was told finds the ban over.
            let left = until.duration_since(now) + Duration::from_millis(999);
            return Some(LoginRefusal::TemporaryBan { expires: left });
        }
        let logins = &mut asked.logins;
        let index = logins.iter().position(|fault| fault.whose.includes(number));
        let fault = logins.get_mut(index?)?;
        fault.times = fault.times.saturating_sub(1);
        let refusal = fault.refusal.clone();
        logins.retain(|fault| fault.times > 0);
        Some(refusal)
    }

    pub(crate) fn throttle_codes(&self, throttle: CodeThrottle) {
        self.asked().codes = throttle;
    }

    /// The throttle that meets this request for a code.
    pub(crate) fn take_code_throttle(&self) -> Option<CodeThrottle> {
        let codes = &mut self.asked().codes;
        codes.times = codes.times.checked_sub(1)?;
        Some(codes.clone())
    }

    pub(crate) fn demand_passkeys(&self, times: u32) {
        self.asked().passkeys = times;
    }

    /// Whether this link is met by the demand for a passkey.
    pub(crate) fn take_passkey_demand(&self) -> bool {
        take_one(&mut self.asked().passkeys)
    }

    /// The next so many requests for a message to be sent again get lost on their way.
    pub(crate) fn lose_retries(&self, times: u32) {
        self.asked().lost_retries = times;
    }

    pub(crate) fn take_lost_retry(&self) -> bool {
        take_one(&mut self.asked().lost_retries)
    }

    /// The next so many links come to their client with a seal that does not fit.
    pub(crate) fn spoil_links(&self, times: u32) {
        self.asked().spoilt_links = times;
    }

    pub(crate) fn take_spoilt_link(&self) -> bool {
        take_one(&mut self.asked().spoilt_links)
    }

    /// The next so many requests for the account's settings are not answered.
    pub(crate) fn ignore_settings(&self, times: u32) {
        self.asked().ignored_settings = times;
    }

    pub(crate) fn take_ignored_settings(&self) -> bool {
        take_one(&mut self.asked().ignored_settings)
    }

    /// All is well again.
    pub(crate) fn clear(&self) {
        self.set_latency(0);
        *self.asked() = Asked::default();
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().expect("no holder of this lock panics")
    }
}

/// Whether there was one left.
fn take_one(left: &mut u32) -> bool {
    let is_left = *left > 0;
    *left = left.saturating_sub(1);
    is_left
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str = "5511999990001";
    const BIA: &str = "5521988880002";

    fn unavailable(times: u32, whose: Whose) -> LoginFault {
        LoginFault {
            refusal: LoginRefusal::Unavailable,
            times,
            whose,
        }
    }

    #[test]
    fn refusals_are_counted_for_whom_they_are_meant() {
        let (faults, now) = (Faults::default(), Instant::now());
        faults.refuse_logins(unavailable(2, Whose::Phones(ANA.into())));
        assert_eq!(faults.take_login_refusal(BIA, now), None);
        for expected in [const { Some(LoginRefusal::Unavailable) }; 2]
            .into_iter()
            .chain([None])
        {
            assert_eq!(faults.take_login_refusal(ANA, now), expected);
        }
        faults.refuse_logins(unavailable(1, Whose::Anybodys));
        assert!(faults.take_login_refusal(BIA, now).is_some());
        assert!(faults.take_login_refusal(ANA, now).is_none());
    }

    #[test]
    fn a_ban_ends_by_itself() {
        let (faults, now) = (Faults::default(), Instant::now());
        faults.ban(ANA.into(), now + Duration::from_secs(60));
        for _ in 0..2 {
            let refusal = faults.take_login_refusal(ANA, now);
            assert_eq!(refusal.map(|refusal| refusal.reason()), Some(402));
        }
        let later = now + Duration::from_secs(60);
        assert_eq!(faults.take_login_refusal(ANA, later), None);
    }

    #[test]
    fn clearing_forgets_everything() {
        let (faults, now) = (Faults::default(), Instant::now());
        faults.set_latency(5);
        faults.demand_passkeys(1);
        faults.lose_retries(1);
        faults.spoil_links(1);
        faults.throttle_codes(CodeThrottle {
            times: 1,
            retry_after: None,
        });
        faults.refuse_logins(unavailable(1, Whose::Anybodys));
        faults.ban(ANA.into(), now + Duration::from_secs(60));
        faults.clear();
        assert_eq!(faults.latency(), Duration::ZERO);
        assert!(!faults.take_passkey_demand());
        assert!(!faults.take_lost_retry());
        assert!(!faults.take_spoilt_link());
        assert!(faults.take_code_throttle().is_none());
        assert!(faults.take_login_refusal(ANA, now).is_none());
    }
}
