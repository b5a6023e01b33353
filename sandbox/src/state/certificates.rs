//! The certificate chain of the server: root, intermediate and leaf, each signed by the one above, as clients
//! check WhatsApp's. A client needs to trust only the root's public key.

use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::CertChain;
use waproto::whatsapp::cert_chain::{NoiseCertificate, noise_certificate::Details};

use crate::keys::{PublicBytes, SecretKey};

const ROOT_SERIAL: u32 = 0;
const INTERMEDIATE_SERIAL: u32 = 1;
const LEAF_SERIAL: u32 = 2;
/// From 2023 to 2036, which is long enough for any state file.
const NOT_BEFORE: u64 = 1_700_000_000;
const NOT_AFTER: u64 = 2_100_000_000;

/// The encoded chain for the server's static key.
pub(super) fn chain(root: &SecretKey, server_key: &PublicBytes) -> Vec<u8> {
    let intermediate_key = SecretKey::generate();
    let intermediate = details(INTERMEDIATE_SERIAL, ROOT_SERIAL, &intermediate_key.public());
    let leaf = details(LEAF_SERIAL, INTERMEDIATE_SERIAL, server_key);
    CertChain {
        leaf: certificate(leaf, &intermediate_key),
        intermediate: certificate(intermediate, root),
    }
    .encode_to_vec()
}

fn details(serial: u32, issuer_serial: u32, key: &PublicBytes) -> Vec<u8> {
    Details {
        serial: Some(serial),
        issuer_serial: Some(issuer_serial),
        key: Some(key.to_vec()),
        not_before: Some(NOT_BEFORE),
        not_after: Some(NOT_AFTER),
    }
    .encode_to_vec()
}

fn certificate(details: Vec<u8>, issuer: &SecretKey) -> MessageField<NoiseCertificate> {
    let signature = issuer.sign(&details);
    MessageField::some(NoiseCertificate {
        details: Some(details),
        signature: Some(signature),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::is_valid_signature;

    #[test]
    fn each_certificate_is_signed_by_the_one_above() {
        let (root, server) = (SecretKey::generate(), SecretKey::generate());
        let chain = CertChain::decode_from_slice(&chain(&root, &server.public())).unwrap();
        let open = |field: MessageField<NoiseCertificate>| {
            let certificate = field.into_option().unwrap();
            (certificate.details.unwrap(), certificate.signature.unwrap())
        };
        let (intermediate, intermediate_signature) = open(chain.intermediate);
        let (leaf, leaf_signature) = open(chain.leaf);
        assert!(is_valid_signature(
            &root.public(),
            &intermediate,
            &intermediate_signature
        ));

        let intermediate = Details::decode_from_slice(&intermediate).unwrap();
        let issuer: PublicBytes = intermediate.key.unwrap().try_into().unwrap();
        assert!(is_valid_signature(&issuer, &leaf, &leaf_signature));

        let leaf = Details::decode_from_slice(&leaf).unwrap();
        assert_eq!(leaf.issuer_serial, intermediate.serial);
        assert_eq!(leaf.key.as_deref(), Some(&server.public()[..]));
    }
}
