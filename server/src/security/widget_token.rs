//! The widget token: `base64url(claims JSON) "." base64url(HMAC-SHA256)`.
//!
//! It is part of a URL, so it gives access to one widget session only, for fifteen minutes. There is one algorithm
//! and no header that selects another one.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};

use super::signing::KeyRing;
use crate::domain::id::{SessionId, TenantId, WidgetSessionId};
use crate::domain::time::Timestamp;

/// The maximum length. Longer tokens are rejected without computing a hash.
const LONGEST: usize = 1024;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The widget session.
    pub ws: WidgetSessionId,
    pub session: SessionId,
    pub tenant: TenantId,
    /// Milliseconds since 1970.
    pub exp: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    #[error("the signature is not ours")]
    Invalid,
    #[error("the fifteen minutes are over")]
    Expired,
}

pub fn issue(claims: &Claims, keys: &KeyRing) -> String {
    let body =
        BASE64.encode(serde_json::to_vec(claims).expect("claims are plain strings and a number"));
    let signature = BASE64.encode(keys.sign(body.as_bytes()));
    format!("{body}.{signature}")
}

/// Signature first, then the clock; a claim is read only behind both.
pub fn verify(token: &str, keys: &KeyRing, now: Timestamp) -> Result<Claims, BadToken> {
    if token.len() > LONGEST {
        return Err(BadToken::Invalid);
    }
    let (body, signature) = token.split_once('.').ok_or(BadToken::Invalid)?;
    let signature = BASE64.decode(signature).map_err(|_| BadToken::Invalid)?;
    if !keys.verify(body.as_bytes(), &signature) {
        return Err(BadToken::Invalid);
    }
    let json = BASE64.decode(body).map_err(|_| BadToken::Invalid)?;
    let claims: Claims = serde_json::from_slice(&json).map_err(|_| BadToken::Invalid)?;
    if now >= Timestamp::from_millis(claims.exp) {
        Err(BadToken::Expired)
    } else {
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::super::signing::Key;
    use super::*;

    fn claims() -> Claims {
        Claims {
            ws: "ws_1".into(),
            session: "ses_1".into(),
            tenant: "default".into(),
            exp: 900_000,
        }
    }

    fn ring(seed: u8) -> KeyRing {
        KeyRing::new(Key::from_bytes([seed; 32]), vec![])
    }

    #[test]
    fn is_valid_until_the_last_millisecond() {
        let token = issue(&claims(), &ring(1));
        assert!(token.starts_with("eyJ"));
        assert_eq!(
            verify(&token, &ring(1), Timestamp::from_millis(899_999)),
            Ok(claims())
        );
        assert_eq!(
            verify(&token, &ring(1), Timestamp::from_millis(900_000)),
            Err(BadToken::Expired)
        );
    }

    #[test]
    fn any_changed_character_is_rejected() {
        let token = issue(&claims(), &ring(1));
        for place in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            // The last character of a signature carries bits that base64 ignores or refuses.
            let same_bytes = BASE64.decode(forged.rsplit('.').next().unwrap())
                == BASE64.decode(token.rsplit('.').next().unwrap())
                && forged[..token.len() - 1] == token[..token.len() - 1];
            assert!(
                same_bytes
                    || verify(&forged, &ring(1), Timestamp::from_millis(0))
                        == Err(BadToken::Invalid),
                "place {place}"
            );
        }
    }

    #[test]
    fn all_invalid_tokens_get_the_same_error() {
        for token in [
            "",
            ".",
            "eyJ.",
            "eyJ",
            "a.b.c",
            &"a".repeat(5000),
            &issue(&claims(), &ring(2)),
        ] {
            assert_eq!(
                verify(token, &ring(1), Timestamp::from_millis(0)),
                Err(BadToken::Invalid),
                "{token:.20}"
            );
        }
    }
}
