//! Faults that a caller has set: a slow network, logins that fail, codes that are throttled. They end with the
//! process. A fault without a duration, like ending a connection, has no state and is not here.

mod login;
mod messages;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

use crate::phone::DeviceAddress;
use crate::web_version::WebVersions;
pub(crate) use login::{LoginError, LoginFault, Target};
pub(crate) use messages::{AckFault, MessageFaults, RefusedMessages};

/// Whether a phone is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    On,
    Off,
}

/// How the account's settings (app state) stay out of a client's reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AppStateFault {
    /// Every request is answered with an error that a client may retry after.
    Retryable,
    /// No request is answered.
    NoAnswer,
    /// The phone does not send the key to them.
    NoKey,
}

/// The next `times` requests for a phone code are rejected.
#[derive(Debug, Clone, Default)]
pub(crate) struct CodeThrottle {
    pub(crate) times: u32,
    /// In seconds. WhatsApp sends it in some cases only.
    pub(crate) retry_after: Option<u64>,
}

/// A linked device's request for a message, which its phone has not answered.
#[derive(Debug, Clone)]
pub(crate) struct HeldRequest {
    pub(crate) by: DeviceAddress,
    /// The message's id.
    pub(crate) id: String,
    /// The id of the request itself.
    pub(crate) request_id: String,
}

#[derive(Default)]
pub(crate) struct Faults {
    /// Of every stanza to a client; handshakes are not delayed.
    latency_ms: AtomicU64,
    pub(crate) messages: MessageFaults,
    pub(crate) versions: WebVersions,
    active: Mutex<Active>,
}

#[derive(Default)]
struct Active {
    logins: Vec<LoginFault>,
    /// The end of each ban, by number.
    bans: HashMap<String, Instant>,
    codes: CodeThrottle,
    passkeys: u32,
    dropped_retries: u32,
    corrupt_links: u32,
    ignored_settings: u32,
    app_state: Option<AppStateFault>,
    holds_resends: bool,
    /// In the order in which they came.
    held_resends: Vec<HeldRequest>,
    lost_unlink_replies: u32,
    /// By number.
    phones_off: HashSet<String>,
}

impl Faults {
    pub(crate) fn latency(&self) -> Duration {
        Duration::from_millis(self.latency_ms.load(Ordering::Relaxed))
    }

    pub(crate) fn set_latency(&self, latency_ms: u64) {
        self.latency_ms.store(latency_ms, Ordering::Relaxed);
    }

    /// Replaces an earlier fault with the same target.
    pub(crate) fn fail_logins(&self, fault: LoginFault) {
        let logins = &mut self.active().logins;
        logins.retain(|earlier| earlier.target != fault.target);
        logins.push(fault);
    }

    /// Lets the logins of a phone's devices fail until then.
    pub(crate) fn ban(&self, number: String, until: Instant) {
        self.active().bans.insert(number, until);
    }

    /// The error of this login, if it must fail. This uses up the fault, except for a ban, which ends by itself.
    pub(crate) fn take_login_error(&self, number: &str, now: Instant) -> Option<LoginError> {
        let mut active = self.active();
        active.bans.retain(|_, until| now < *until);
        if let Some(until) = active.bans.get(number) {
            // Rounded up, so that the ban is over for a client that waits exactly so long.
            let left = until.duration_since(now) + Duration::from_millis(999);
            return Some(LoginError::TemporaryBan { expires: left });
        }
        let logins = &mut active.logins;
        let index = logins
            .iter()
            .position(|fault| fault.target.includes(number));
        let fault = logins.get_mut(index?)?;
        fault.times = fault.times.saturating_sub(1);
        let error = fault.error.clone();
        logins.retain(|fault| fault.times > 0);
        Some(error)
    }

    pub(crate) fn throttle_codes(&self, throttle: CodeThrottle) {
        self.active().codes = throttle;
    }

    /// Whether this request for a code is throttled.
    pub(crate) fn take_code_throttle(&self) -> Option<CodeThrottle> {
        let codes = &mut self.active().codes;
        codes.times = codes.times.checked_sub(1)?;
        Some(codes.clone())
    }

    pub(crate) fn require_passkeys(&self, times: u32) {
        self.active().passkeys = times;
    }

    /// Whether this link requires a passkey.
    pub(crate) fn take_required_passkey(&self) -> bool {
        take_one(&mut self.active().passkeys)
    }

    /// The next `times` requests to send a message again are dropped.
    pub(crate) fn drop_retries(&self, times: u32) {
        self.active().dropped_retries = times;
    }

    pub(crate) fn take_dropped_retry(&self) -> bool {
        take_one(&mut self.active().dropped_retries)
    }

    /// The next `times` links reach their client with a wrong HMAC.
    pub(crate) fn corrupt_links(&self, times: u32) {
        self.active().corrupt_links = times;
    }

    pub(crate) fn take_corrupt_link(&self) -> bool {
        take_one(&mut self.active().corrupt_links)
    }

    /// The next `times` requests for the account's settings are not answered.
    pub(crate) fn ignore_settings(&self, times: u32) {
        self.active().ignored_settings = times;
    }

    pub(crate) fn take_ignored_settings(&self) -> bool {
        take_one(&mut self.active().ignored_settings)
    }

    /// Until the faults are cleared, no client gets the account's settings.
    pub(crate) fn fail_app_state(&self, fault: AppStateFault) {
        self.active().app_state = Some(fault);
    }

    pub(crate) fn app_state(&self) -> Option<AppStateFault> {
        self.active().app_state
    }

    /// Whether phones leave linked devices that request a message without an answer.
    pub(crate) fn hold_resends(&self, hold: bool) {
        self.active().holds_resends = hold;
    }

    /// Returns the request if it is to be answered now.
    pub(crate) fn hold_resend(&self, request: HeldRequest) -> Option<HeldRequest> {
        let mut active = self.active();
        if !active.holds_resends {
            return Some(request);
        }
        active.held_resends.push(request);
        None
    }

    /// The requests that were held and may be answered now.
    pub(crate) fn take_held_resends(&self) -> Vec<HeldRequest> {
        let mut active = self.active();
        if active.holds_resends {
            return Vec::new();
        }
        std::mem::take(&mut active.held_resends)
    }

    /// The next `times` devices that remove their own link lose the connection before the reply.
    pub(crate) fn lose_unlink_replies(&self, times: u32) {
        self.active().lost_unlink_replies = times;
    }

    pub(crate) fn take_lost_unlink_reply(&self) -> bool {
        take_one(&mut self.active().lost_unlink_replies)
    }

    /// Switches a phone off or on.
    pub(crate) fn switch_phone(&self, number: String, power: Power) {
        let phones_off = &mut self.active().phones_off;
        match power {
            Power::Off => phones_off.insert(number),
            Power::On => phones_off.remove(&number),
        };
    }

    pub(crate) fn is_phone_off(&self, number: &str) -> bool {
        self.active().phones_off.contains(number)
    }

    /// Ends all faults. What was held is to be answered.
    pub(crate) fn clear(&self) {
        self.set_latency(0);
        self.messages.clear();
        self.versions.reset();
        let mut active = self.active();
        *active = Active {
            held_resends: std::mem::take(&mut active.held_resends),
            ..Active::default()
        };
    }

    fn active(&self) -> MutexGuard<'_, Active> {
        self.active.lock().expect("no holder of this lock panics")
    }
}

/// Counts one down. Returns whether there was one left.
fn take_one(left: &mut u32) -> bool {
    let is_left = *left > 0;
    *left = left.saturating_sub(1);
    is_left
}
