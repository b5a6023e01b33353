//! Signing keys. The current key signs, older keys still verify, so a key can be rotated without interruption.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret as _, SecretSlice};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

/// A shorter HMAC-SHA256 key could be found by brute force.
const SHORTEST: usize = 32;

/// Bytes of a signature.
pub const SIGNATURE: usize = 32;

/// A signing key.
#[derive(Debug, Clone)]
pub struct Key(SecretSlice<u8>);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a signing key is at least 32 bytes, written in unpadded base64url (43 characters or more)"
)]
pub struct BadKey;

impl Key {
    pub fn from_bytes(bytes: [u8; SHORTEST]) -> Self {
        Key(bytes.to_vec().into())
    }

    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let bytes = BASE64.decode(text.trim()).map_err(|_| BadKey)?;
        if bytes.len() >= SHORTEST {
            Ok(Key(bytes.into()))
        } else {
            Err(BadKey)
        }
    }

    pub fn encode(&self) -> String {
        BASE64.encode(self.0.expose_secret())
    }

    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret())
            .expect("HMAC takes a key of any length");
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

/// The keys of one purpose, the current one first.
#[derive(Debug, Clone)]
pub struct KeyRing {
    current: Key,
    older: Vec<Key>,
}

impl KeyRing {
    pub fn new(current: Key, older: Vec<Key>) -> Self {
        KeyRing { current, older }
    }

    /// The key that signs.
    pub fn current(&self) -> &Key {
        &self.current
    }

    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE] {
        self.current.sign(message)
    }

    /// Tries every key and compares in constant time, so that the duration reveals nothing about a signature.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let mut good = Choice::from(0);
        for key in std::iter::once(&self.current).chain(&self.older) {
            good |= key.sign(message).as_slice().ct_eq(signature);
        }
        good.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_key_verifies_and_does_not_sign() {
        let (old, new) = (Key::from_bytes([1; 32]), Key::from_bytes([2; 32]));
        let before = KeyRing::new(old.clone(), vec![]);
        let after = KeyRing::new(new.clone(), vec![old]);
        let signature = before.sign(b"m");
        assert!(after.verify(b"m", &signature));
        assert_ne!(after.sign(b"m"), signature);
        assert!(!KeyRing::new(new, vec![]).verify(b"m", &signature));
        assert!(!after.verify(b"n", &signature));
        assert!(!after.verify(b"m", &signature[..31]));
    }

    #[test]
    fn short_or_malformed_keys_are_rejected() {
        assert!(Key::parse(&Key::from_bytes([7; 32]).encode()).is_ok());
        for bad in ["", "short", "not base64 !!", &BASE64.encode([0; 31])] {
            assert_eq!(Key::parse(bad).err(), Some(BadKey), "{bad:?}");
        }
    }
}
