//! Verifies a delivery of Titan Connect. Give it the raw body, before any JSON is parsed.
//! Crates: `base64`, `hmac` 0.13, `sha2` 0.11.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use hmac::{Hmac, KeyInit as _, Mac as _};

/// `header` gives a header's value by its name; `now` is in seconds since 1970.
pub fn verify<'a>(
    hmac_key: &str,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
    now: i64,
) -> bool {
    check(hmac_key, header, body, now).is_some()
}

fn check<'a>(
    hmac_key: &str,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
    now: i64,
) -> Option<()> {
    let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
    if now.abs_diff(timestamp.parse().ok()?) > 300 {
        return None;
    }
    let key = match hmac_key.strip_prefix("whsec_") {
        Some(encoded) => BASE64_STANDARD.decode(encoded).ok()?,
        None => hmac_key.as_bytes().to_vec(),
    };
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    header("webhook-signature")?
        .split(' ')
        .filter_map(|signature| signature.strip_prefix("v1,"))
        .filter_map(|signature| BASE64_STANDARD.decode(signature).ok())
        .find_map(|given| mac.clone().verify_slice(&given).ok())
}
