//! A code to enter on the phone, as the connection issues it.

use std::time::Duration;

use engine::{PhoneCode, RequestCodeError};

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
            code: LinkCode::new(issued.code.dashed()),
            remaining: issued.lasts,
            lasts: issued.of,
        }
    }
}

impl From<RequestCodeError> for PhoneCodeRefused {
    fn from(refused: RequestCodeError) -> Self {
        match refused {
            RequestCodeError::Throttled { retry_after } => PhoneCodeRefused::Throttled(retry_after),
            RequestCodeError::BadNumber(why) => PhoneCodeRefused::BadNumber(why),
            RequestCodeError::NotWaiting => PhoneCodeRefused::Unavailable,
            RequestCodeError::Refused(code) => {
                tracing::warn!(code, "WhatsApp refused a phone code");
                PhoneCodeRefused::Unavailable
            }
        }
    }
}
