//! What everything else is made of: key derivation, agreement, and both modes of AES.

use serde_json::Value;
use wacore::crypto::hkdf_sha256;
use wacore::libsignal::crypto::{
    aes_256_cbc_decrypt_into, aes_256_cbc_encrypt_into, aes_256_gcm_decrypt, aes_256_gcm_encrypt,
};
use wacore::libsignal::protocol::{PrivateKey, PublicKey};

use crate::bytes;

fn vector(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("primitives.json")).unwrap();
    all[name].clone()
}

#[test]
fn keys_are_derived_as_rfc_5869_says() {
    let vector = vector("hkdf");
    let expected = bytes(&vector, "output");
    let salt = bytes(&vector, "salt");
    let derived = hkdf_sha256(
        &bytes(&vector, "secret"),
        expected.len(),
        Some(&salt),
        &bytes(&vector, "info"),
    );
    assert_eq!(derived.unwrap(), expected);
}

#[test]
fn keys_are_agreed_on_as_rfc_7748_says() {
    let vector = vector("x25519");
    let own = PrivateKey::deserialize(&bytes(&vector, "privateKey")).unwrap();
    let other = PublicKey::from_djb_public_key_bytes(&bytes(&vector, "publicKey")).unwrap();
    let secret = own.calculate_agreement(&other).unwrap();
    assert_eq!(secret.to_vec(), bytes(&vector, "secret"));
}

/// The vector has no padding; ours adds one more block.
#[test]
fn blocks_are_chained_as_nist_says() {
    let vector = vector("cbc");
    let (key, iv) = (bytes(&vector, "key"), bytes(&vector, "iv"));
    let (plaintext, expected) = (bytes(&vector, "plaintext"), bytes(&vector, "ciphertext"));
    let mut encrypted = Vec::new();
    aes_256_cbc_encrypt_into(&plaintext, &key, &iv, &mut encrypted).unwrap();
    assert_eq!(encrypted[..expected.len()], expected);
    assert_eq!(encrypted.len(), expected.len() + 16);
    let mut decrypted = Vec::new();
    aes_256_cbc_decrypt_into(&encrypted, &key, &iv, &mut decrypted).unwrap();
    assert_eq!(decrypted, plaintext);
}

#[test]
fn messages_are_authenticated_as_nist_says() {
    let vector = vector("gcm");
    let key: [u8; 32] = bytes(&vector, "key").try_into().unwrap();
    let nonce: [u8; 12] = bytes(&vector, "nonce").try_into().unwrap();
    let (data, plaintext) = (
        bytes(&vector, "associatedData"),
        bytes(&vector, "plaintext"),
    );
    let expected = [bytes(&vector, "ciphertext"), bytes(&vector, "tag")].concat();
    let mut encrypted = Vec::new();
    aes_256_gcm_encrypt(&key, &nonce, &data, &plaintext, &mut encrypted).unwrap();
    assert_eq!(encrypted, expected);
    let mut decrypted = Vec::new();
    aes_256_gcm_decrypt(&key, &nonce, &data, &expected, &mut decrypted).unwrap();
    assert_eq!(decrypted, plaintext);
}
