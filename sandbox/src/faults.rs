//! What somebody asked to go wrong: a slow network, and a login that is refused. Faults are forgotten when
//! the process ends; dropping all sockets is an act, not a state, and is in `live`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How the next login is refused, by the number WhatsApp gives the reason.
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
    /// 503: try again later.
    Unavailable,
}

impl LoginRefusal {
    pub(crate) fn reason(&self) -> u16 {
        match self {
            LoginRefusal::LoggedOut => 401,
            LoginRefusal::TemporaryBan { .. } => 402,
            LoginRefusal::Locked => 403,
            LoginRefusal::Outdated => 405,
            LoginRefusal::Unavailable => 503,
        }
    }
}

#[derive(Default)]
pub(crate) struct Faults {
    /// Of every stanza to a client; handshakes are as fast as ever.
    latency_ms: AtomicU64,
    next_login: Mutex<Option<LoginRefusal>>,
}

impl Faults {
    pub(crate) fn latency(&self) -> Duration {
        Duration::from_millis(self.latency_ms.load(Ordering::Relaxed))
    }

    pub(crate) fn set_latency(&self, latency_ms: u64) {
        self.latency_ms.store(latency_ms, Ordering::Relaxed);
    }

    pub(crate) fn refuse_next_login(&self, refusal: LoginRefusal) {
        *self.login() = Some(refusal);
    }

    /// The refusal that waits for this login; it is spent by asking.
    pub(crate) fn take_login_refusal(&self) -> Option<LoginRefusal> {
        self.login().take()
    }

    fn login(&self) -> std::sync::MutexGuard<'_, Option<LoginRefusal>> {
        self.next_login
            .lock()
            .expect("no holder of this lock panics")
    }
}
