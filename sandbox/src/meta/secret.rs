//! Random secrets, signatures, and the fingerprints that stand for secrets in records.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// A token as Meta writes it.
pub(crate) fn new_token() -> String {
    format!("EAA{}", random_hex())
}

/// A code that is exchanged for a token.
pub(crate) fn new_code() -> String {
    format!("AQ{}", random_hex())
}

pub(crate) fn random_hex() -> String {
    format!(
        "{:032x}{:032x}",
        rand::random::<u128>(),
        rand::random::<u128>()
    )
}

/// HMAC-SHA256 in hexadecimal digits: a webhook's signature, and `appsecret_proof`.
pub(crate) fn hmac_hex(key: &str, message: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes());
    let mut mac = mac.expect("HMAC takes a key of any length");
    mac.update(message);
    hex(&mac.finalize().into_bytes())
}

/// Stands for a secret in records: equal secrets have equal fingerprints.
pub(crate) fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes())[..4])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_of_the_standard() {
        // RFC 4231, test case 2.
        let signature = hmac_hex("Jefe", b"what do ya want for nothing?");
        assert!(signature.starts_with("5bdcc146bf60754e6a042426089575c7"));
        assert!(signature.ends_with("9dec58b964ec3843"));
    }

    #[test]
    fn a_fingerprint_has_eight_digits_of_the_hash() {
        assert_eq!(fingerprint("abc"), "ba7816bf");
    }

    #[test]
    fn two_secrets_differ() {
        assert_ne!(new_code(), new_code());
        assert_ne!(new_token(), new_token());
    }
}
