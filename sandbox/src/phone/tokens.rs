//! What shows WhatsApp that two accounts know each other. A phone gives the people it talks with a token for messages
//! to it. For messages to others, an account makes tokens from a salt of its own. Both are derived from the account's
//! identity, so that they need no place in the state file.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use wacore::iq::tctoken::compute_cs_token;

use super::Phone;

impl Phone {
    /// The token that this phone gave the account with this number.
    pub(crate) fn token_for(&self, number: &str) -> Vec<u8> {
        self.derive("privacy token", number)
    }

    /// The salt from which the account makes tokens for people it has no token from.
    pub(crate) fn salt(&self) -> Vec<u8> {
        self.derive("salt", "")
    }

    /// The token that the account makes for a message to this phone.
    pub(crate) fn own_token_for(&self, recipient: &Phone) -> Vec<u8> {
        compute_cs_token(&self.salt(), &format!("{}@lid", recipient.lid))
    }

    /// Whether there is a conversation: either has received a message from the other.
    pub(crate) fn has_talked_with(&self, other: &Phone) -> bool {
        self.inbox.has_message_from(&other.number) || other.inbox.has_message_from(&self.number)
    }

    fn derive(&self, purpose: &str, number: &str) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.identity.private_bytes())
            .expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(number.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}
