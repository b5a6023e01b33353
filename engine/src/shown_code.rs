//! The QR code on show, kept true.
//!
//! It carries a secret that the phone needs to seal the link. When somebody types a phone code, even a wrong one,
//! the client makes a new secret and goes on showing the QR code with the old one, which a phone would scan in
//! vain for up to a minute. So whatever WhatsApp says meanwhile is taken as an occasion to compare.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::time::Instant;

use crate::{Event, QrCode};

/// Where the secret stands between the commas of a code.
const SECRET: usize = 3;

pub(crate) struct ShownCode {
    code: String,
    until: Instant,
}

impl ShownCode {
    pub(crate) fn new(code: &str, lasts: Duration, now: Instant) -> ShownCode {
        ShownCode {
            code: code.to_owned(),
            until: now + lasts,
        }
    }

    /// What to show in its place, if its secret is not the client's any more.
    pub(crate) fn resealed(&mut self, secret: &[u8], now: Instant) -> Option<Event> {
        let secret = BASE64_STANDARD.encode(secret);
        let mut parts: Vec<&str> = self.code.split(',').collect();
        let shown = parts.get_mut(SECRET).filter(|shown| **shown != secret)?;
        *shown = &secret;
        self.code = parts.join(",");
        Some(Event::Qr {
            code: QrCode::new(self.code.clone()),
            lasts: self.until.saturating_duration_since(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_shown_anew_with_another_secret_and_never_without_need() {
        let code =
            |secret: &[u8]| format!("2@ref,noise,identity,{},1", BASE64_STANDARD.encode(secret));
        let now = Instant::now();
        let mut shown = ShownCode::new(&code(&[1; 32]), Duration::from_secs(20), now);
        assert_eq!(shown.resealed(&[1; 32], now), None);
        let later = now + Duration::from_secs(5);
        let anew = Event::Qr {
            code: QrCode::new(code(&[2; 32])),
            lasts: Duration::from_secs(15),
        };
        assert_eq!(shown.resealed(&[2; 32], later), Some(anew));
        assert_eq!(shown.resealed(&[2; 32], later), None);
    }
}
