//! What a phone does with a typed code: it decrypts the client's key with it, encrypts its own key with it, and
//! derives from both keys what decrypts the client's bundle. A wrong code decrypts to random bytes, which is
//! noticed only when the bundle cannot be decrypted.

use wacore::crypto::hkdf_sha256_into;
use wacore::libsignal::crypto::aes_256_gcm_decrypt;
use wacore::libsignal::protocol::PublicKey;
use wacore::pair_code::PairCodeUtils;

use super::LinkError;
use super::identity::Companion;
use super::phone_codes::{Finish, WrappedKey};
use crate::keys::{PublicBytes, SecretKey};

const SALT_LENGTH: usize = 32;
const IV_LENGTH: usize = 12;
/// Three keys and the authentication tag.
const CIPHERTEXT_LENGTH: usize = 3 * 32 + 16;
/// The length of a bundle on the wire.
pub(crate) const BUNDLE_LENGTH: usize = SALT_LENGTH + IV_LENGTH + CIPHERTEXT_LENGTH;

/// A code as the phone's owner typed it: eight characters, with a dash or without, in any case.
#[derive(Clone)]
pub(crate) struct TypedCode(String);

impl TypedCode {
    pub(crate) fn parse(text: &str) -> Result<TypedCode, LinkError> {
        let typed = text.chars().filter(|c| *c != '-' && !c.is_whitespace());
        let typed: String = typed.collect::<String>().to_ascii_uppercase();
        if PairCodeUtils::validate_code(&typed) {
            Ok(TypedCode(typed))
        } else {
            Err(LinkError::WrongCode)
        }
    }
}

/// The phone's side of one exchange.
pub(crate) struct KeyExchange {
    ephemeral: SecretKey,
    companion_key: PublicBytes,
    /// The phone's own key, encrypted with the code for the client.
    pub(crate) wrapped_key: WrappedKey,
}

impl KeyExchange {
    /// Takes some hundred thousand rounds of hashing, so it must not run on an async worker thread.
    pub(crate) fn start(code: &TypedCode, companion_key: &WrappedKey) -> KeyExchange {
        let ephemeral = SecretKey::generate();
        let companion_key = PairCodeUtils::decrypt_primary_ephemeral_pub(companion_key, &code.0)
            .expect("a wrapped key of the right length decrypts to 32 bytes");
        KeyExchange {
            wrapped_key: PairCodeUtils::encrypt_ephemeral_pub(&ephemeral.public(), &code.0),
            ephemeral,
            companion_key,
        }
    }

    /// Decrypts the client's bundle, which contains the identity of the device to link.
    pub(crate) fn decrypt(
        &self,
        account: &SecretKey,
        finish: &Finish,
    ) -> Result<Companion, LinkError> {
        let shared = shared_secret(&self.ephemeral, &self.companion_key)?;
        let keys = decrypt_bundle(&shared, &finish.bundle).ok_or(LinkError::WrongCode)?;
        let [identity_key, account_key, random] = keys;
        if identity_key != finish.identity_key || account_key != account.public() {
            return Err(LinkError::SignatureMismatch);
        }
        let identity_shared = shared_secret(account, &identity_key)?;
        let mut adv_secret = [0; 32];
        let secrets = [shared, identity_shared, random].concat();
        hkdf_sha256_into(&secrets, None, b"adv_secret", &mut adv_secret)
            .expect("HKDF gives up to 8160 bytes");
        Ok(Companion {
            identity_key,
            adv_secret,
        })
    }
}

fn shared_secret(own: &SecretKey, other: &PublicBytes) -> Result<[u8; 32], LinkError> {
    let other = PublicKey::from_djb_public_key_bytes(other).map_err(|_| LinkError::WrongCode)?;
    let shared = own.pair().private_key.calculate_agreement(&other);
    shared.map_err(|_| LinkError::WrongCode)
}

fn decrypt_bundle(shared: &[u8; 32], bundle: &[u8]) -> Option<[[u8; 32]; 3]> {
    let (salt, rest) = bundle.split_first_chunk::<SALT_LENGTH>()?;
    let (iv, ciphertext) = rest.split_first_chunk::<IV_LENGTH>()?;
    let mut key = [0; 32];
    let purpose = b"link_code_pairing_key_bundle_encryption_key";
    hkdf_sha256_into(shared, Some(salt), purpose, &mut key).ok()?;
    let mut plaintext = Vec::new();
    aes_256_gcm_decrypt(&key, iv, b"", ciphertext, &mut plaintext).ok()?;
    let (keys, rest) = plaintext.as_chunks::<32>();
    let keys: [[u8; 32]; 3] = keys.try_into().ok()?;
    rest.is_empty().then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct TestDevice {
        account: SecretKey,
        identity: SecretKey,
        ephemeral: SecretKey,
        wrapped: WrappedKey,
    }

    impl TestDevice {
        fn new(code: &str) -> TestDevice {
            let ephemeral = SecretKey::generate();
            TestDevice {
                account: SecretKey::generate(),
                identity: SecretKey::generate(),
                wrapped: PairCodeUtils::encrypt_ephemeral_pub(&ephemeral.public(), code),
                ephemeral,
            }
        }

        /// The client's part, computed by the real client's code, and the secret that it derives.
        fn finish(&self, code: &str, exchange: &KeyExchange) -> (Finish, [u8; 32]) {
            let phone_key =
                PairCodeUtils::decrypt_primary_ephemeral_pub(&exchange.wrapped_key, code).unwrap();
            let (bundle, secret) = PairCodeUtils::prepare_key_bundle(
                self.ephemeral.pair(),
                &phone_key,
                &self.account.public(),
                self.identity.pair(),
            )
            .unwrap();
            assert_eq!(bundle.len(), BUNDLE_LENGTH);
            let identity_key = self.identity.public();
            (
                Finish {
                    bundle,
                    identity_key,
                },
                secret,
            )
        }
    }

    #[test]
    fn both_sides_derive_the_same_secret() {
        let test = TestDevice::new("ABCD1234");
        let code = TypedCode::parse(" abcd-1234 ").unwrap();
        let exchange = KeyExchange::start(&code, &test.wrapped);
        let (mut finish, secret) = test.finish("ABCD1234", &exchange);
        let companion = exchange.decrypt(&test.account, &finish).unwrap();
        assert_eq!(companion.adv_secret, secret);
        assert_eq!(companion.identity_key, test.identity.public());

        finish.identity_key = test.account.public();
        let error = exchange.decrypt(&test.account, &finish).err().unwrap();
        assert_eq!(error.code(), "signature_mismatch");
        finish.bundle.truncate(40);
        let error = exchange.decrypt(&test.account, &finish).err().unwrap();
        assert_eq!(error.code(), "wrong_code");
    }

    #[test]
    fn a_wrong_code_fails_at_the_bundle() {
        let test = TestDevice::new("ABCD1234");
        let code = TypedCode::parse("ABCD1235").unwrap();
        let exchange = KeyExchange::start(&code, &test.wrapped);
        let (finish, _) = test.finish("ABCD1234", &exchange);
        let error = exchange.decrypt(&test.account, &finish).err().unwrap();
        assert_eq!(error.code(), "wrong_code");
    }

    #[test]
    fn text_that_is_no_code_is_rejected() {
        for text in ["", "ABCD", "ABCD-EFGHI", "ABCD-EFG0", "ABCD-EFGÄ"] {
            assert!(TypedCode::parse(text).is_err(), "{text:?}");
        }
    }
}
