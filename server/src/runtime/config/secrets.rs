//! The secrets that the operator configures.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use secrecy::SecretBox;

use super::{
    API_KEY_SECRET, MASTER_KEY, Reader, SEAL_KEYS, SHORTEST_MASTER_KEY, WIDGET_TOKEN_KEYS,
};
use crate::domain::secret::Secret;
use crate::security::signing::Key;

const SIGNING_KEYS: &str =
    "one or more keys of 32 bytes or more in base64url, the current one first, separated by commas";
const SEALING_KEYS: &str =
    "one or more keys of exactly 32 bytes in base64url, the current one first, separated by commas";

/// A key that seals values in the database.
pub type SealKeyBytes = Arc<SecretBox<[u8; 32]>>;

/// Secrets that the operator configures. The first start generates the others (`app/secrets.rs`).
#[derive(Debug, Clone, Default)]
pub struct ConfiguredSecrets {
    pub master_key: Option<Secret>,
    /// The current key first, then older ones that still verify.
    pub widget_token_keys: Option<Vec<Key>>,
    pub api_key_secret: Option<Key>,
    /// The current key first, then older ones that still open.
    pub seal_keys: Option<Vec<SealKeyBytes>>,
}

impl ConfiguredSecrets {
    pub(super) fn read(read: &mut Reader<'_>) -> Self {
        ConfiguredSecrets {
            master_key: read.value(MASTER_KEY, "at least 24 characters", |text| {
                (text.len() >= SHORTEST_MASTER_KEY).then(|| Secret::from(text.to_owned()))
            }),
            widget_token_keys: read.value(WIDGET_TOKEN_KEYS, SIGNING_KEYS, |text| {
                text.split(',').map(|key| Key::parse(key).ok()).collect()
            }),
            api_key_secret: read.value(
                API_KEY_SECRET,
                "a key of 32 bytes or more in base64url",
                |text| Key::parse(text).ok(),
            ),
            seal_keys: read.value(SEAL_KEYS, SEALING_KEYS, |text| {
                text.split(',').map(seal_key).collect()
            }),
        }
    }
}

fn seal_key(text: &str) -> Option<SealKeyBytes> {
    let bytes: [u8; 32] = BASE64.decode(text.trim()).ok()?.try_into().ok()?;
    Some(Arc::new(SecretBox::new(Box::new(bytes))))
}
