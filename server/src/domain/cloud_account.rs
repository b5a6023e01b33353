//! A number that is connected through Meta's Cloud API: what the Graph API needs to use it.

use super::id::{MetaAppKey, SessionId};
use super::meta_app::{AccessToken, DigitId};
use super::secret::secret;
use super::time::Timestamp;

secret! {
    /// The six digits of a number's two-step verification. Registering the number again needs the same ones.
    Pin
}

impl Pin {
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_digit());
        fits.then(|| Pin::new(text))
    }

    /// `random` chooses one of the million.
    pub fn generate(random: u32) -> Self {
        Pin::new(format!("{:06}", random % 1_000_000))
    }
}

/// The connection of a Cloud API session. It is a row; no task belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudAccount {
    pub session_id: SessionId,
    pub app: MetaAppKey,
    /// The WhatsApp Business account.
    pub waba_id: DigitId,
    pub phone_number_id: DigitId,
    pub token: AccessToken,
    /// `None`: the token does not expire.
    pub token_expires_at: Option<Timestamp>,
    /// Known if this service registered the number, or the person typed it.
    pub pin: Option<Pin>,
    /// This service registered the number, and deregisters it when it is logged out.
    pub registered: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits() {
        for (text, is_pin) in [
            ("012345", true),
            ("12345", false),
            ("1234567", false),
            ("12345a", false),
            ("１２３４５６", false),
        ] {
            assert_eq!(Pin::parse(text).is_some(), is_pin, "{text}");
        }
        for random in [0, 7, 999_999, u32::MAX] {
            let pin = Pin::generate(random);
            assert_eq!(Pin::parse(pin.expose()), Some(pin));
        }
    }
}
