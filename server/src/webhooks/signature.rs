//! The two signatures of every delivery.
//!
//! The product's own: `X-Webhook-Signature: sha256=<hex HMAC-SHA256(body)>`, keyed with the text of the `hmacKey`.
//! Standard Webhooks: `v1,<base64 HMAC-SHA256(id.timestamp.body)>`, one for every valid key, keyed with the bytes
//! encoded after `whsec_`, or with the text of a key without this prefix.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::domain::time::Timestamp;
use crate::domain::webhook::HmacKey;

/// A shorter key can be guessed.
const MIN_LENGTH: usize = 8;
const MAX_LENGTH: usize = 256;

/// Key lengths in bytes that Standard Webhooks allows.
const STANDARD_LENGTH: std::ops::RangeInclusive<usize> = 24..=64;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadHmacKey {
    #[error("an hmacKey has 8 to 256 characters")]
    Length,
    #[error("an hmacKey that starts with `whsec_` goes on with 24 to 64 bytes in base64")]
    Base64,
}

/// Validates a key that a tenant provides.
pub fn parse(text: &str) -> Result<HmacKey, BadHmacKey> {
    if !(MIN_LENGTH..=MAX_LENGTH).contains(&text.len()) {
        return Err(BadHmacKey::Length);
    }
    if let Some(encoded) = text.strip_prefix(HmacKey::PREFIX) {
        let bytes = BASE64.decode(encoded).map_err(|_| BadHmacKey::Base64)?;
        if !STANDARD_LENGTH.contains(&bytes.len()) {
            return Err(BadHmacKey::Base64);
        }
    }
    Ok(HmacKey::new(text))
}

/// The value of `x-webhook-signature`.
pub fn product(key: &HmacKey, body: &[u8]) -> String {
    format!(
        "sha256={}",
        hex::encode(sign(key.expose().as_bytes(), &[body]))
    )
}

/// The value of `webhook-signature`: one signature for every valid key.
pub fn standard(keys: &[HmacKey], id: &str, at: Timestamp, body: &[u8]) -> String {
    let seconds = at.as_seconds().to_string();
    let one = |key: &HmacKey| {
        let signed = sign(
            &standard_key(key),
            &[id.as_bytes(), b".", seconds.as_bytes(), b".", body],
        );
        format!("v1,{}", BASE64.encode(signed))
    };
    keys.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The key bytes that a Standard Webhooks library uses.
fn standard_key(key: &HmacKey) -> Vec<u8> {
    key.expose()
        .strip_prefix(HmacKey::PREFIX)
        .and_then(|encoded| BASE64.decode(encoded).ok())
        .unwrap_or_else(|| key.expose().as_bytes().to_vec())
}

fn sign(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_674_087_231_000);

    /// The example of the Standard Webhooks specification.
    #[test]
    fn matches_the_example_of_the_specification() {
        let key = parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let at = Timestamp::from_millis(1_614_265_330_000);
        let reference_key = HmacKey::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(
            standard(
                std::slice::from_ref(&reference_key),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                at,
                body
            ),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        let both = standard(
            &[key, reference_key],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at,
            body,
        );
        assert_eq!(both.split(' ').count(), 2, "{both}");
        assert!(both.ends_with("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    #[test]
    fn matches_the_reference_library() {
        for key in [HmacKey::from_random([7; 32]), HmacKey::new("my-secret-key")] {
            let body = r#"{"id":"evt_1"}"#;
            let signed = standard(std::slice::from_ref(&key), "evt_1", AT, body.as_bytes());
            let theirs = standardwebhooks::Webhook::from_bytes(standard_key(&key)).unwrap();
            assert_eq!(
                theirs
                    .sign("evt_1", AT.as_seconds(), body.as_bytes())
                    .unwrap(),
                signed
            );
        }
    }

    /// RFC 4231, test case 2.
    #[test]
    fn product_signature_is_the_hex_hmac_of_the_body() {
        assert_eq!(
            product(&HmacKey::new("Jefe"), b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn malformed_keys_are_refused() {
        for good in [
            "12345678",
            "my-secret-key",
            &"ä".repeat(128),
            HmacKey::from_random([0; 32]).expose(),
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        assert_eq!(parse("1234567"), Err(BadHmacKey::Length));
        assert_eq!(parse(&"x".repeat(257)), Err(BadHmacKey::Length));
        for bad in [
            "whsec_hello",
            "whsec_",
            "whsec_aGVsbG8=",
            "whsec_C2FVsBQIhrscChlQIMV-b5sSYspob7oD",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
