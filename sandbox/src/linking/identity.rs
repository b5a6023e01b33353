//! The signatures that make a device one of an account's (WhatsApp calls this ADV). The account signs the
//! device's identity, sealed with the secret from the code so that nobody between can put in another; the
//! device signs back over both identities.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use waproto::buffa::Message as _;
use waproto::whatsapp as wa;

use super::Companion;
use crate::clock::unix_seconds;
use crate::keys::{PublicBytes, typed, verifies};
use crate::phone::{Hosting, Phone};

/// What a signature is for is signed along, so that none can be passed off as another.
const ACCOUNT_SIGNATURE: [u8; 2] = [6, 0];
const DEVICE_SIGNATURE: [u8; 2] = [6, 1];
const HOSTED_SEAL: [u8; 2] = [6, 5];

/// A device's identity, signed by the account.
pub(super) struct SignedIdentity {
    /// What the device must sign over in turn.
    pub(super) details: Vec<u8>,
    /// What travels to it.
    pub(super) container: Vec<u8>,
}

impl SignedIdentity {
    pub(super) fn by(phone: &Phone, device: u16, companion: &Companion) -> SignedIdentity {
        let Companion {
            identity_key,
            adv_secret,
        } = companion;
        let account = &phone.identity;
        let details = wa::ADVDeviceIdentity {
            raw_id: Some(rand::random()),
            timestamp: Some(unix_seconds()),
            key_index: Some(u32::from(device)),
            ..Default::default()
        }
        .encode_to_vec();
        let signature = account.sign(&[&ACCOUNT_SIGNATURE[..], &details, identity_key].concat());
        let signed = wa::ADVSignedDeviceIdentity {
            details: Some(details.clone()),
            account_signature_key: Some(account.public().to_vec()),
            account_signature: Some(signature),
            ..Default::default()
        }
        .encode_to_vec();
        let container = seal(phone.hosting, adv_secret, signed).encode_to_vec();
        SignedIdentity { details, container }
    }
}

/// An account in coexistence seals as one that is hosted, around a device that is an ordinary one.
fn seal(
    hosting: Hosting,
    adv_secret: &[u8; 32],
    signed: Vec<u8>,
) -> wa::ADVSignedDeviceIdentityHMAC {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(adv_secret).expect("HMAC takes a key of any length");
    let account_type = match hosting {
        Hosting::Phone => None,
        Hosting::Coexistence => {
            mac.update(&HOSTED_SEAL);
            Some(wa::ADVEncryptionType::HOSTED)
        }
    };
    mac.update(&signed);
    wa::ADVSignedDeviceIdentityHMAC {
        hmac: Some(mac.finalize().into_bytes().to_vec()),
        details: Some(signed),
        account_type,
    }
}

/// Whether `answer` carries a signature of the device over the details the account signed.
pub(super) fn device_signature_verifies(
    answer: &[u8],
    details: &[u8],
    identity_key: &PublicBytes,
    account_key: &PublicBytes,
) -> bool {
    let Ok(answer) = wa::ADVSignedDeviceIdentity::decode_from_slice(answer) else {
        return false;
    };
    let signature = answer.device_signature.unwrap_or_default();
    let message = [&DEVICE_SIGNATURE[..], details, identity_key, account_key].concat();
    verifies(identity_key, &message, &signature)
}

/// Whether a client that asks to be registered owns the identity it names: its signed prekey must verify.
pub(crate) fn registers_properly(
    registration: &wa::client_payload::DevicePairingRegistrationData,
) -> bool {
    let field = |bytes: &Option<Vec<u8>>| PublicBytes::try_from(bytes.as_deref()?).ok();
    let (Some(identity), Some(prekey)) = (
        field(&registration.e_ident),
        field(&registration.e_skey_val),
    ) else {
        return false;
    };
    let signature = registration.e_skey_sig.as_deref().unwrap_or_default();
    verifies(&identity, &typed(&prekey), signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SecretKey;
    use crate::phone::NewPhone;

    struct Scene {
        account: SecretKey,
        device: SecretKey,
        signed: SignedIdentity,
    }

    impl Scene {
        fn new() -> Scene {
            let phone = Phone::assemble(NewPhone::consumer("5511999990001", "Ana"));
            let device = SecretKey::generate();
            let companion = Companion {
                identity_key: device.public(),
                adv_secret: [7; 32],
            };
            let signed = SignedIdentity::by(&phone, 1, &companion);
            Scene {
                account: phone.identity,
                device,
                signed,
            }
        }

        fn answer(&self, signer: &SecretKey, parts: &[&[u8]]) -> Vec<u8> {
            wa::ADVSignedDeviceIdentity {
                device_signature: Some(signer.sign(&parts.concat())),
                ..Default::default()
            }
            .encode_to_vec()
        }

        fn verifies(&self, answer: &[u8]) -> bool {
            let (device, account) = (self.device.public(), self.account.public());
            device_signature_verifies(answer, &self.signed.details, &device, &account)
        }
    }

    #[test]
    fn the_device_must_sign_exactly_what_it_was_given() {
        let scene = Scene::new();
        let (device, account) = (scene.device.public(), scene.account.public());
        let details = &scene.signed.details;
        let other = SecretKey::generate();
        let good = scene.answer(&scene.device, &[&[6, 1], details, &device, &account]);
        assert!(scene.verifies(&good));

        let bad = [
            (
                "another signer",
                scene.answer(&other, &[&[6, 1], details, &device, &account]),
            ),
            (
                "another purpose",
                scene.answer(&scene.device, &[&[6, 0], details, &device, &account]),
            ),
            (
                "a hosted account's purpose",
                scene.answer(&scene.device, &[&[6, 6], details, &device, &account]),
            ),
            (
                "other details",
                scene.answer(&scene.device, &[&[6, 1], b"x", &device, &account]),
            ),
            (
                "another identity",
                scene.answer(
                    &scene.device,
                    &[&[6, 1], details, &other.public(), &account],
                ),
            ),
            (
                "another account",
                scene.answer(&scene.device, &[&[6, 1], details, &device, &other.public()]),
            ),
            (
                "no signature",
                wa::ADVSignedDeviceIdentity::default().encode_to_vec(),
            ),
            ("nothing", Vec::new()),
            ("noise", vec![0xff; 40]),
            ("a cut signature", good[..good.len() - 1].to_vec()),
        ];
        for (what, answer) in bad {
            assert!(!scene.verifies(&answer), "{what}");
        }
    }

    #[test]
    fn the_account_signs_the_identity_and_seals_it_with_the_secret() {
        let scene = Scene::new();
        let container =
            wa::ADVSignedDeviceIdentityHMAC::decode_from_slice(&scene.signed.container).unwrap();
        let signed = container.details.unwrap();
        let hmac = container.hmac;
        let again = |hosting, secret| seal(hosting, &secret, signed.clone()).hmac;
        assert_eq!(hmac, again(Hosting::Phone, [7; 32]));
        assert_ne!(hmac, again(Hosting::Phone, [8; 32]));
        assert_ne!(hmac, again(Hosting::Coexistence, [7; 32]));

        let signed = wa::ADVSignedDeviceIdentity::decode_from_slice(&signed).unwrap();
        let message = [&[6, 0][..], &scene.signed.details, &scene.device.public()].concat();
        let signature = signed.account_signature.unwrap();
        assert!(verifies(&scene.account.public(), &message, &signature));
    }

    #[test]
    fn a_registration_must_prove_its_identity() {
        let (identity, prekey) = (SecretKey::generate(), SecretKey::generate());
        let registration = |signer: &SecretKey| wa::client_payload::DevicePairingRegistrationData {
            e_ident: Some(identity.public().to_vec()),
            e_skey_val: Some(prekey.public().to_vec()),
            e_skey_sig: Some(signer.sign(&typed(&prekey.public()))),
            ..Default::default()
        };
        assert!(registers_properly(&registration(&identity)));
        assert!(!registers_properly(&registration(&prekey)));
        assert!(!registers_properly(&Default::default()));
    }
}
