//! Curve25519 keys in the forms that this crate needs: a pair that can be written to the state file, and the 32
//! bytes of a public key on the wire. There is no `Debug` for private keys.

use rand::rngs::StdRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use wacore::libsignal::protocol::{KeyPair, PrivateKey, PublicKey};

/// A public key on the wire, without the type byte in front.
pub(crate) type PublicBytes = [u8; 32];

/// A source of randomness that may be held across an await.
pub(crate) fn rng() -> StdRng {
    rand::make_rng::<StdRng>()
}

/// A key pair of the network or of a phone.
#[derive(Clone)]
pub(crate) struct SecretKey(KeyPair);

impl SecretKey {
    pub(crate) fn generate() -> SecretKey {
        SecretKey(KeyPair::generate(&mut rng()))
    }

    pub(crate) fn pair(&self) -> &KeyPair {
        &self.0
    }

    pub(crate) fn public(&self) -> PublicBytes {
        self.0
            .public_key
            .public_key_bytes()
            .try_into()
            .expect("a Curve25519 public key has 32 bytes")
    }

    pub(crate) fn private_bytes(&self) -> &[u8; 32] {
        self.0.private_key.serialize()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0
            .private_key
            .calculate_signature(message, &mut rng())
            .expect("signing with a well-formed key cannot fail")
            .to_vec()
    }
}

/// Whether `signature` is the signature of `message` by the holder of `key`. A malformed key has no signatures.
pub(crate) fn is_valid_signature(key: &PublicBytes, message: &[u8], signature: &[u8]) -> bool {
    PublicKey::from_djb_public_key_bytes(key)
        .is_ok_and(|key| signature.len() == 64 && key.verify_signature(message, signature))
}

/// The key with the type byte in front, as it is signed in a signed prekey.
pub(crate) fn with_type_byte(key: &PublicBytes) -> Vec<u8> {
    [&[5u8][..], key].concat()
}

impl Serialize for SecretKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        base64_text::serialize(self.private_bytes(), serializer)
    }
}

impl<'de> Deserialize<'de> for SecretKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SecretKey, D::Error> {
        let bytes: [u8; 32] = base64_text::deserialize(deserializer)?;
        let private_key = PrivateKey::deserialize(&bytes).map_err(D::Error::custom)?;
        let public_key = private_key.public_key().map_err(D::Error::custom)?;
        Ok(SecretKey(KeyPair::new(public_key, private_key)))
    }
}

/// Bytes as base64 text, for the state file: `#[serde(with = "base64_text")]`.
pub(crate) mod base64_text {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<T: AsRef<[u8]>, S: Serializer>(
        bytes: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, T: TryFrom<Vec<u8>>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_STANDARD.decode(text).map_err(D::Error::custom)?;
        T::try_from(bytes).map_err(|_| D::Error::custom("wrong number of bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = SecretKey::generate();
        let text = serde_json::to_string(&key).unwrap();
        let back: SecretKey = serde_json::from_str(&text).unwrap();
        assert_eq!(back.public(), key.public());
        assert!(is_valid_signature(
            &key.public(),
            b"hello",
            &back.sign(b"hello")
        ));
    }

    #[test]
    fn a_key_of_the_wrong_length_is_rejected() {
        assert!(serde_json::from_str::<SecretKey>("\"AAAA\"").is_err());
    }

    #[test]
    fn only_the_holders_signature_is_valid() {
        let (key, other) = (SecretKey::generate(), SecretKey::generate());
        let signature = key.sign(b"message");
        assert!(!is_valid_signature(&other.public(), b"message", &signature));
        assert!(!is_valid_signature(&key.public(), b"another", &signature));
        assert!(!is_valid_signature(
            &key.public(),
            b"message",
            &signature[..63]
        ));
    }
}
