//! The QR code that is displayed, kept valid.
//!
//! It contains a secret that the phone needs for the link. When a person enters a phone code, even a wrong one, the
//! client replaces that secret, but does not issue a new QR code: the displayed one could not be scanned for up to a
//! minute. So the secrets are compared at every stanza that comes in meanwhile.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::time::Instant;

use crate::{Event, QrCode};

/// The index of the secret among the comma-separated parts of a code.
const SECRET: usize = 3;

pub(crate) struct DisplayedQr {
    code: String,
    expires_at: Instant,
}

impl DisplayedQr {
    pub(crate) fn new(code: &str, lasts: Duration, now: Instant) -> DisplayedQr {
        DisplayedQr {
            code: code.to_owned(),
            expires_at: now + lasts,
        }
    }

    /// The code to display instead, if the client's secret is another one now.
    pub(crate) fn update(&mut self, secret: &[u8], now: Instant) -> Option<Event> {
        let secret = BASE64_STANDARD.encode(secret);
        let mut parts: Vec<&str> = self.code.split(',').collect();
        let displayed = parts.get_mut(SECRET).filter(|part| **part != secret)?;
        *displayed = &secret;
        self.code = parts.join(",");
        Some(Event::Qr {
            code: QrCode::new(self.code.clone()),
            lasts: self.expires_at.saturating_duration_since(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(secret: &[u8]) -> String {
        format!("2@ref,noise,identity,{},1", BASE64_STANDARD.encode(secret))
    }

    #[test]
    fn the_code_is_replaced_only_when_the_secret_has_changed() {
        let now = Instant::now();
        let mut displayed = DisplayedQr::new(&code(&[1; 32]), Duration::from_secs(20), now);
        assert_eq!(displayed.update(&[1; 32], now), None);
        let later = now + Duration::from_secs(5);
        let replacement = Event::Qr {
            code: QrCode::new(code(&[2; 32])),
            lasts: Duration::from_secs(15),
        };
        assert_eq!(displayed.update(&[2; 32], later), Some(replacement));
        assert_eq!(displayed.update(&[2; 32], later), None);
    }
}
