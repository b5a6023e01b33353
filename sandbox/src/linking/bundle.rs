//! What a phone does with a typed code: it opens the client's key with it, sends its own the same way, and
//! from both derives what opens the client's bundle. A wrong code opens nothing but noise, which shows only
//! when the bundle does not open.

use wacore::crypto::hkdf_sha256_into;
use wacore::libsignal::crypto::aes_256_gcm_decrypt;
use wacore::libsignal::protocol::PublicKey;
use wacore::pair_code::PairCodeUtils;

use super::Refusal;
use super::offer::Companion;
use super::requests::{Finish, WrappedKey};
use crate::keys::{PublicBytes, SecretKey};

const SALT: usize = 32;
const IV: usize = 12;
/// Three keys and the seal over them.
const SEALED: usize = 3 * 32 + 16;
/// The length of a bundle as it travels.
pub(crate) const BUNDLE_LENGTH: usize = SALT + IV + SEALED;

/// A code as the phone's owner typed it: eight characters, with a dash or without, in any case.
#[derive(Clone)]
pub(super) struct TypedCode(String);

impl TypedCode {
    pub(super) fn read(text: &str) -> Result<TypedCode, Refusal> {
        let typed = text.chars().filter(|c| *c != '-' && !c.is_whitespace());
        let typed: String = typed.collect::<String>().to_ascii_uppercase();
        if PairCodeUtils::validate_code(&typed) {
            Ok(TypedCode(typed))
        } else {
            Err(Refusal::WrongCode)
        }
    }
}

/// The phone's side of one exchange.
pub(super) struct Exchange {
    ephemeral: SecretKey,
    companion_key: PublicBytes,
    /// The phone's own key, for the client.
    pub(super) wrapped: WrappedKey,
}

impl Exchange {
    /// Takes some hundred thousand rounds of hashing, so it is not for a thread that others wait on.
    pub(super) fn begin(code: &TypedCode, companion_key: &WrappedKey) -> Exchange {
        let ephemeral = SecretKey::generate();
        let companion_key = PairCodeUtils::decrypt_primary_ephemeral_pub(companion_key, &code.0)
            .expect("a wrapped key of the right length opens to something");
        Exchange {
            wrapped: PairCodeUtils::encrypt_ephemeral_pub(&ephemeral.public(), &code.0),
            ephemeral,
            companion_key,
        }
    }

    /// Opens the client's bundle, and learns from it whom to link.
    pub(super) fn open(&self, account: &SecretKey, finish: &Finish) -> Result<Companion, Refusal> {
        let shared = agree(&self.ephemeral, &self.companion_key)?;
        let plain = unseal(&shared, &finish.bundle).ok_or(Refusal::WrongCode)?;
        let [identity_key, account_key, random] = plain;
        if identity_key != finish.identity_key || account_key != account.public() {
            return Err(Refusal::SignatureMismatch);
        }
        let identity_shared = agree(account, &identity_key)?;
        let mut adv_secret = [0; 32];
        let secrets = [shared, identity_shared, random].concat();
        hkdf_sha256_into(&secrets, None, b"adv_secret", &mut adv_secret)
            .expect("32 bytes are within what HKDF gives");
        Ok(Companion {
            identity_key,
            adv_secret,
        })
    }
}

fn agree(own: &SecretKey, other: &PublicBytes) -> Result<[u8; 32], Refusal> {
    let other = PublicKey::from_djb_public_key_bytes(other).map_err(|_| Refusal::WrongCode)?;
    let shared = own.pair().private_key.calculate_agreement(&other);
    shared.map_err(|_| Refusal::WrongCode)
}

fn unseal(shared: &[u8; 32], bundle: &[u8]) -> Option<[[u8; 32]; 3]> {
    let (salt, rest) = bundle.split_first_chunk::<SALT>()?;
    let (iv, sealed) = rest.split_first_chunk::<IV>()?;
    let mut key = [0; 32];
    let purpose = b"link_code_pairing_key_bundle_encryption_key";
    hkdf_sha256_into(shared, Some(salt), purpose, &mut key).ok()?;
    let mut plain = Vec::new();
    aes_256_gcm_decrypt(&key, iv, b"", sealed, &mut plain).ok()?;
    let (keys, rest) = plain.as_chunks::<32>();
    let keys: [[u8; 32]; 3] = keys.try_into().ok()?;
    rest.is_empty().then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Scene {
        account: SecretKey,
        identity: SecretKey,
        ephemeral: SecretKey,
        wrapped: WrappedKey,
    }

    impl Scene {
        fn new(code: &str) -> Scene {
            let ephemeral = SecretKey::generate();
            Scene {
                account: SecretKey::generate(),
                identity: SecretKey::generate(),
                wrapped: PairCodeUtils::encrypt_ephemeral_pub(&ephemeral.public(), code),
                ephemeral,
            }
        }

        /// The client's part, by the client's own code; with the secret it derives.
        fn finish(&self, code: &str, exchange: &Exchange) -> (Finish, [u8; 32]) {
            let phone_key =
                PairCodeUtils::decrypt_primary_ephemeral_pub(&exchange.wrapped, code).unwrap();
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
        let scene = Scene::new("ABCD1234");
        let code = TypedCode::read(" abcd-1234 ").unwrap();
        let exchange = Exchange::begin(&code, &scene.wrapped);
        let (mut finish, secret) = scene.finish("ABCD1234", &exchange);
        let companion = exchange.open(&scene.account, &finish).unwrap();
        assert_eq!(companion.adv_secret, secret);
        assert_eq!(companion.identity_key, scene.identity.public());

        finish.identity_key = scene.account.public();
        let refused = exchange.open(&scene.account, &finish).err().unwrap();
        assert_eq!(refused.code(), "signature_mismatch");
        finish.bundle.truncate(40);
        let refused = exchange.open(&scene.account, &finish).err().unwrap();
        assert_eq!(refused.code(), "wrong_code");
    }

    #[test]
    fn a_wrong_code_shows_at_the_bundle() {
        let scene = Scene::new("ABCD1234");
        let code = TypedCode::read("ABCD1235").unwrap();
        let exchange = Exchange::begin(&code, &scene.wrapped);
        let (finish, _) = scene.finish("ABCD1234", &exchange);
        let refused = exchange.open(&scene.account, &finish).err().unwrap();
        assert_eq!(refused.code(), "wrong_code");
    }

    #[test]
    fn what_cannot_be_a_code_is_wrong_at_once() {
        for text in ["", "ABCD", "ABCD-EFGHI", "ABCD-EFG0", "ABCD-EFGÄ"] {
            assert!(TypedCode::read(text).is_err(), "{text:?}");
        }
    }
}
