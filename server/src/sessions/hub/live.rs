//! What there is to see of a session.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::domain::event::{LinkCode, QrCode};
use crate::domain::phone::PhoneNumber;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// What there is to see of a session now.
#[derive(Debug, Clone)]
pub struct Live {
    /// Grows with every change of any session.
    pub seq: u64,
    pub session: Session,
    pub code: Option<ShownCode>,
    /// Of the code.
    pub drawing: Drawing,
    /// A code to type on the phone, valid at the same time as the QR code.
    pub phone_code: Option<ShownPhoneCode>,
    /// Set while WhatsApp is not reached.
    pub outage: Option<Outage>,
}

/// WhatsApp is not reached, and tried again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    pub since: Timestamp,
    pub retry_at: Timestamp,
}

/// While an attempt is running, its end is not known: callers are asked to retry after this long.
const SOONEST_RETRY: Duration = Duration::from_secs(1);

impl Outage {
    /// How long until it is worth looking again.
    pub fn retry_in(self, now: Timestamp) -> Duration {
        self.retry_at.remaining(now).max(SOONEST_RETRY)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCode {
    pub qr: QrCode,
    pub expires_at: Timestamp,
    pub lasts: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPhoneCode {
    pub code: LinkCode,
    pub number: PhoneNumber,
    pub expires_at: Timestamp,
    pub lasts: Duration,
}

/// A code's picture, drawn when it is first shown and shared by everybody who is shown the same code.
#[derive(Clone, Default)]
pub struct Drawing(Arc<OnceLock<String>>);

impl Drawing {
    pub fn get_or_draw(&self, draw: impl FnOnce() -> String) -> &str {
        self.0.get_or_init(draw)
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing")
    }
}
