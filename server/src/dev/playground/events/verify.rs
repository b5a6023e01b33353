//! Verifies a delivery as docs/WEBHOOKS.md describes: the signature over id, time and raw body, and a recent time. It
//! is independent of the code that signs, as a receiver's is.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::domain::time::Timestamp;
use crate::domain::webhook::HmacKey;

/// The maximum difference between the timestamp and now, in seconds.
const TOLERANCE: u64 = 300;

pub(super) fn is_genuine(
    keys: &[HmacKey],
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> bool {
    keys.iter()
        .any(|key| check(key, headers, body, now).is_some())
}

fn check(key: &HmacKey, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Option<()> {
    let header = |name| headers.get(name)?.to_str().ok();
    let (id, sent) = (header("webhook-id")?, header("webhook-timestamp")?);
    if now.as_seconds().abs_diff(sent.parse().ok()?) > TOLERANCE {
        return None;
    }
    let bytes = match key.expose().strip_prefix("whsec_") {
        Some(encoded) => BASE64_STANDARD.decode(encoded).ok()?,
        None => key.expose().as_bytes().to_vec(),
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(&bytes).ok()?;
    mac.update(format!("{id}.{sent}.").as_bytes());
    mac.update(body);
    header("webhook-signature")?
        .split(' ')
        .filter_map(|signature| BASE64_STANDARD.decode(signature.strip_prefix("v1,")?).ok())
        .find_map(|given| mac.clone().verify_slice(&given).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhooks::signature;

    const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn headers(key: &HmacKey) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let signed = signature::standard(std::slice::from_ref(key), "evt_1", AT, BODY);
        headers.insert("webhook-id", "evt_1".parse().unwrap());
        headers.insert(
            "webhook-timestamp",
            AT.as_seconds().to_string().parse().unwrap(),
        );
        headers.insert("webhook-signature", signed.parse().unwrap());
        headers
    }

    #[test]
    fn accepts_only_valid_signatures() {
        let (key, other) = (HmacKey::from_random([7; 32]), HmacKey::from_random([8; 32]));
        let good = headers(&key);
        let keys = std::slice::from_ref(&key);
        assert!(is_genuine(keys, &good, BODY, AT));
        assert!(!is_genuine(&[other], &good, BODY, AT), "another key");
        assert!(
            !is_genuine(keys, &good, b"{\"id\":\"evt_2\"}", AT),
            "another body"
        );
        let late = Timestamp::from_millis(AT.as_millis() + 301_000);
        assert!(!is_genuine(keys, &good, BODY, late), "played again");
        assert!(!is_genuine(keys, &HeaderMap::new(), BODY, AT), "unsigned");
        assert!(!is_genuine(&[], &good, BODY, AT), "no key");
    }
}
