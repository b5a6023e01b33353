//! The API key: `titan_` + base64url of version, key id, tenant id, scopes, expiry and HMAC-SHA256.
//!
//! 1 + 16 + 16 + 4 + 4 + 32 bytes, 104 characters in all. The key contains everything that authentication needs, so
//! verifying it needs no database query.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ulid::Ulid;

use super::signing::{KeyRing, SIGNATURE};
use crate::domain::id::{KeyId, TenantId};
use crate::domain::scope::Scopes;
use crate::domain::time::Timestamp;

const PREFIX: &str = "titan_";
const VERSION: u8 = 1;
const SIGNED: usize = 1 + 16 + 16 + 4 + 4;

/// The contents of an API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: Ulid,
    pub tenant: TenantRef,
    pub scopes: Scopes,
    /// Seconds since 1970.
    pub expires_at: u32,
}

/// The tenant's 16 bytes in a key: zero for the default tenant, else the id after `tnt_`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantRef(u128);

impl TenantRef {
    pub fn parse(id: &str) -> Option<Self> {
        if id == TenantId::DEFAULT {
            return Some(TenantRef(0));
        }
        Ulid::from_string(&id.strip_prefix("tnt_")?.to_uppercase())
            .ok()
            .map(|ulid| TenantRef(ulid.0))
    }

    pub fn id(self) -> TenantId {
        if self.0 == 0 {
            TenantId::default_tenant()
        } else {
            TenantId::from(format!("tnt_{}", Ulid(self.0).to_string().to_lowercase()))
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadApiKey {
    #[error("not a key of this service")]
    Invalid,
    #[error("the key has expired")]
    Expired,
}

impl ApiKey {
    pub fn public_id(&self) -> KeyId {
        KeyId::from(format!("key_{}", self.id.to_string().to_lowercase()))
    }

    pub fn end(&self) -> Timestamp {
        Timestamp::from_millis(i64::from(self.expires_at) * 1000)
    }

    pub fn issue(&self, keys: &KeyRing) -> String {
        let mut bytes = Vec::with_capacity(SIGNED + SIGNATURE);
        bytes.push(VERSION);
        bytes.extend(self.id.0.to_be_bytes());
        bytes.extend(self.tenant.0.to_be_bytes());
        bytes.extend(self.scopes.bits().to_be_bytes());
        bytes.extend(self.expires_at.to_be_bytes());
        let signature = keys.sign(&bytes);
        bytes.extend(signature);
        format!("{PREFIX}{}", BASE64.encode(bytes))
    }

    pub fn verify(text: &str, keys: &KeyRing, now: Timestamp) -> Result<Self, BadApiKey> {
        let bytes = text
            .strip_prefix(PREFIX)
            .and_then(|body| BASE64.decode(body).ok())
            .ok_or(BadApiKey::Invalid)?;
        if bytes.len() != SIGNED + SIGNATURE
            || bytes[0] != VERSION
            || !keys.verify(&bytes[..SIGNED], &bytes[SIGNED..])
        {
            return Err(BadApiKey::Invalid);
        }
        let key = ApiKey {
            id: Ulid(u128::from_be_bytes(part(&bytes, 1))),
            tenant: TenantRef(u128::from_be_bytes(part(&bytes, 17))),
            scopes: Scopes::from_bits(u32::from_be_bytes(part(&bytes, 33))),
            expires_at: u32::from_be_bytes(part(&bytes, 37)),
        };
        if now.as_seconds() >= i64::from(key.expires_at) {
            Err(BadApiKey::Expired)
        } else {
            Ok(key)
        }
    }
}

fn part<const N: usize>(bytes: &[u8], start: usize) -> [u8; N] {
    bytes[start..start + N]
        .try_into()
        .expect("the length was checked")
}

#[cfg(test)]
mod tests {
    use super::super::signing::Key;
    use super::*;

    fn key() -> ApiKey {
        ApiKey {
            id: Ulid(42),
            tenant: TenantRef(0),
            scopes: Scopes::ALL,
            expires_at: 2_000,
        }
    }

    fn ring(seed: u8) -> KeyRing {
        KeyRing::new(Key::from_bytes([seed; 32]), vec![])
    }

    #[test]
    fn a_key_contains_its_tenant_and_scopes() {
        let text = key().issue(&ring(1));
        assert_eq!(text.len(), 104);
        assert_eq!(
            ApiKey::verify(&text, &ring(1), Timestamp::from_millis(1_999_999)),
            Ok(key())
        );
        assert_eq!(
            ApiKey::verify(&text, &ring(1), Timestamp::from_millis(2_000_000)),
            Err(BadApiKey::Expired)
        );
        assert_eq!(
            ApiKey::verify(&text, &ring(2), Timestamp::from_millis(0)),
            Err(BadApiKey::Invalid)
        );
    }

    #[test]
    fn a_changed_key_is_rejected() {
        let text = ApiKey {
            scopes: Scopes::SESSIONS_READ,
            ..key()
        }
        .issue(&ring(1));
        let mut bytes = BASE64.decode(&text[6..]).unwrap();
        bytes[36] |= 1;
        let forged = format!("titan_{}", BASE64.encode(bytes));
        assert_eq!(
            ApiKey::verify(&forged, &ring(1), Timestamp::from_millis(0)),
            Err(BadApiKey::Invalid)
        );
        for bad in ["", "titan_", "titan_!!", &text[6..], &text[..100]] {
            assert_eq!(
                ApiKey::verify(bad, &ring(1), Timestamp::from_millis(0)),
                Err(BadApiKey::Invalid),
                "{bad:.10}"
            );
        }
    }

    #[test]
    fn tenant_ids_are_converted_both_ways() {
        assert_eq!(TenantRef::parse("default").unwrap().id(), "default".into());
        let id = format!("tnt_{}", Ulid(77).to_string().to_lowercase());
        assert_eq!(TenantRef::parse(&id).unwrap().id(), id.into());
        assert_eq!(TenantRef::parse("acme"), None);
    }
}
