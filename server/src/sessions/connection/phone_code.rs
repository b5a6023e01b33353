//! A code to enter on the phone, as the connection issues it.

use std::time::Duration;

use engine::{CodeRefused, PhoneCode};

use crate::domain::event::LinkCode;

pub struct IssuedCode {
    pub code: LinkCode,
    /// How much longer it is valid.
    pub remaining: Duration,
    /// How long a new code is valid.
    pub lasts: Duration,
}

/// Why no code was issued.
pub enum PhoneCodeRefused {
    /// By WhatsApp's limit, and for how long, if WhatsApp sent it.
    Throttled(Option<Duration>),
    BadNumber(String),
    /// The session does not wait for a link, or WhatsApp refused for another reason.
    Unavailable,
}

impl From<PhoneCode> for IssuedCode {
    fn from(issued: PhoneCode) -> Self {
        IssuedCode {
            code: LinkCode(issued.code.dashed()),
            remaining: issued.lasts,
            lasts: issued.of,
        }
    }
}

impl From<CodeRefused> for PhoneCodeRefused {
    fn from(refused: CodeRefused) -> Self {
        match refused {
            CodeRefused::Throttled { retry_after } => PhoneCodeRefused::Throttled(retry_after),
            CodeRefused::BadNumber(why) => PhoneCodeRefused::BadNumber(why),
            CodeRefused::NotWaiting => PhoneCodeRefused::Unavailable,
            CodeRefused::Refused(code) => {
                tracing::warn!(code, "WhatsApp refused a phone code");
                PhoneCodeRefused::Unavailable
            }
        }
    }
}
