//! The signatures that make a device part of an account (WhatsApp calls this ADV). The account signs the device's
//! identity and adds an HMAC with the secret from the code, so that the server cannot replace it. The device then
//! signs both identities.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use waproto::buffa::Message as _;
use waproto::whatsapp as wa;

use crate::clock::unix_seconds;
use crate::keys::{PublicBytes, is_valid_signature, with_type_byte};
use crate::phone::{Hosting, Phone};

/// Prefixes of what is signed, so that a signature made for one purpose is not valid for another.
const ACCOUNT_SIGNATURE: [u8; 2] = [6, 0];
const DEVICE_SIGNATURE: [u8; 2] = [6, 1];
const HOSTED_HMAC: [u8; 2] = [6, 5];

/// What a phone has learned about the client that it links.
pub(crate) struct Companion {
    pub(crate) identity_key: PublicBytes,
    /// Known to the client and to the readers of its code.
    pub(crate) adv_secret: [u8; 32],
}

/// A device's identity, signed by the account.
pub(crate) struct SignedIdentity {
    /// What the device must sign in its turn.
    pub(crate) details: Vec<u8>,
    /// The signed identity with its HMAC, as it is sent to the device.
    pub(crate) container: Vec<u8>,
}

impl SignedIdentity {
    pub(crate) fn sign(phone: &Phone, device: u16, companion: &Companion) -> SignedIdentity {
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
        let container = authenticate(phone.hosting, adv_secret, signed).encode_to_vec();
        SignedIdentity { details, container }
    }
}

/// Adds the HMAC. An account in coexistence marks it as hosted, though the device inside is an ordinary one.
fn authenticate(
    hosting: Hosting,
    adv_secret: &[u8; 32],
    signed: Vec<u8>,
) -> wa::ADVSignedDeviceIdentityHMAC {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(adv_secret).expect("HMAC takes a key of any length");
    let account_type = match hosting {
        Hosting::Phone => None,
        Hosting::Coexistence => {
            mac.update(&HOSTED_HMAC);
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

/// Whether `answer` contains the device's signature of the details that the account signed.
pub(super) fn is_device_signature_valid(
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
    is_valid_signature(identity_key, &message, &signature)
}

/// Whether a client that asks to be registered owns the identity key that it names: that key must have signed its
/// prekey.
pub(crate) fn is_registration_signed(
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
    is_valid_signature(&identity, &with_type_byte(&prekey), signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SecretKey;
    use crate::phone::NewPhone;

    struct TestDevice {
        account: SecretKey,
        device: SecretKey,
        signed: SignedIdentity,
    }

    impl TestDevice {
        fn new() -> TestDevice {
            let phone = Phone::new(NewPhone::consumer("5511999990001", "Ana"));
            let device = SecretKey::generate();
            let companion = Companion {
                identity_key: device.public(),
                adv_secret: [7; 32],
            };
            let signed = SignedIdentity::sign(&phone, 1, &companion);
            TestDevice {
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

        fn is_valid(&self, answer: &[u8]) -> bool {
            let (device, account) = (self.device.public(), self.account.public());
            is_device_signature_valid(answer, &self.signed.details, &device, &account)
        }
    }

    #[test]
    fn the_device_must_sign_exactly_the_details_and_both_keys() {
        let test = TestDevice::new();
        let (device, account) = (test.device.public(), test.account.public());
        let details = &test.signed.details;
        let other = SecretKey::generate();
        let good = test.answer(&test.device, &[&[6, 1], details, &device, &account]);
        assert!(test.is_valid(&good));

        let bad = [
            (
                "another signer",
                test.answer(&other, &[&[6, 1], details, &device, &account]),
            ),
            (
                "another purpose",
                test.answer(&test.device, &[&[6, 0], details, &device, &account]),
            ),
            (
                "a hosted account's purpose",
                test.answer(&test.device, &[&[6, 6], details, &device, &account]),
            ),
            (
                "other details",
                test.answer(&test.device, &[&[6, 1], b"x", &device, &account]),
            ),
            (
                "another identity",
                test.answer(&test.device, &[&[6, 1], details, &other.public(), &account]),
            ),
            (
                "another account",
                test.answer(&test.device, &[&[6, 1], details, &device, &other.public()]),
            ),
            (
                "no signature",
                wa::ADVSignedDeviceIdentity::default().encode_to_vec(),
            ),
            ("no bytes", Vec::new()),
            ("random bytes", vec![0xff; 40]),
            ("a truncated signature", good[..good.len() - 1].to_vec()),
        ];
        for (what, answer) in bad {
            assert!(!test.is_valid(&answer), "{what}");
        }
    }

    #[test]
    fn the_account_signs_the_identity_and_authenticates_it_with_the_secret() {
        let test = TestDevice::new();
        let container =
            wa::ADVSignedDeviceIdentityHMAC::decode_from_slice(&test.signed.container).unwrap();
        let signed = container.details.unwrap();
        let hmac = container.hmac;
        let hmac_with = |hosting, secret| authenticate(hosting, &secret, signed.clone()).hmac;
        assert_eq!(hmac, hmac_with(Hosting::Phone, [7; 32]));
        assert_ne!(hmac, hmac_with(Hosting::Phone, [8; 32]));
        assert_ne!(hmac, hmac_with(Hosting::Coexistence, [7; 32]));

        let signed = wa::ADVSignedDeviceIdentity::decode_from_slice(&signed).unwrap();
        let message = [&[6, 0][..], &test.signed.details, &test.device.public()].concat();
        let signature = signed.account_signature.unwrap();
        assert!(is_valid_signature(
            &test.account.public(),
            &message,
            &signature
        ));
    }

    #[test]
    fn a_registration_must_be_signed_by_its_identity() {
        let (identity, prekey) = (SecretKey::generate(), SecretKey::generate());
        let registration = |signer: &SecretKey| wa::client_payload::DevicePairingRegistrationData {
            e_ident: Some(identity.public().to_vec()),
            e_skey_val: Some(prekey.public().to_vec()),
            e_skey_sig: Some(signer.sign(&with_type_byte(&prekey.public()))),
            ..Default::default()
        };
        assert!(is_registration_signed(&registration(&identity)));
        assert!(!is_registration_signed(&registration(&prekey)));
        assert!(!is_registration_signed(&Default::default()));
    }
}
