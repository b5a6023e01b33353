//! Secrets that the operator did not configure. The first start generates them, stores them in the data folder (mode
//! 0600) and prints them once.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use secrecy::{ExposeSecret as _, SecretBox};
use serde::{Deserialize, Serialize};

use crate::domain::id::TenantId;
use crate::domain::scope::Scopes;
use crate::domain::secret::Secret;
use crate::domain::signing::SigningSecret;
use crate::domain::time::Timestamp;
use crate::runtime::config::{ConfiguredSecrets, SealKeyBytes};
use crate::security::api_key::{ApiKey, TenantRef};
use crate::security::signing::{Key, KeyRing};
use crate::store::{SealKey, Sealer};

pub(crate) const FILE: &str = "secrets.json";
const YEAR_SECONDS: i64 = 365 * 24 * 3600;

/// All secrets, parsed.
pub struct Secrets {
    pub master_key: Secret,
    pub widget_tokens: KeyRing,
    pub api_keys: KeyRing,
    pub sealer: Sealer,
    /// The default tenant's key that the first start generated.
    pub first_api_key: Secret,
    /// Signs redirects of the default tenant.
    pub signing_secret: SigningSecret,
    pub is_new: bool,
}

#[derive(Serialize, Deserialize)]
struct SecretsFile {
    master_key: String,
    widget_token_key: String,
    api_key_secret: String,
    seal_key: String,
    signing_secret: String,
    first_api_key: String,
}

impl Secrets {
    /// The secrets that are printed on the first start, by name.
    pub fn to_show(&self) -> [(&'static str, &str); 3] {
        [
            ("master key", self.master_key.expose()),
            ("api key", self.first_api_key.expose()),
            ("redirect signing secret", self.signing_secret.expose()),
        ]
    }
}

/// The path of the file with the generated secrets.
pub fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// Reads the file, or creates it. Configured secrets take precedence.
pub fn load(data_dir: &Path, given: &ConfiguredSecrets, now: Timestamp) -> anyhow::Result<Secrets> {
    match find(data_dir, given)? {
        Some(secrets) => Ok(secrets),
        None => {
            let path = file(data_dir);
            let kept = make(&path, given, now)?;
            let made = ready(&path, kept, given)?;
            Ok(Secrets {
                is_new: true,
                ..made
            })
        }
    }
}

/// Reads the file; `None` before the first start.
pub fn find(data_dir: &Path, given: &ConfiguredSecrets) -> anyhow::Result<Option<Secrets>> {
    let path = file(data_dir);
    match fs::read(&path) {
        Ok(text) => ready(&path, read(&path, &text)?, given).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// The keys that verify API keys; `None` if none is configured or generated.
pub fn api_keys(data_dir: &Path, given: &ConfiguredSecrets) -> anyhow::Result<Option<KeyRing>> {
    match &given.api_key_secret {
        Some(key) => Ok(Some(KeyRing::new(key.clone(), vec![]))),
        None => Ok(find(data_dir, given)?.map(|secrets| secrets.api_keys)),
    }
}

fn ready(path: &Path, kept: SecretsFile, given: &ConfiguredSecrets) -> anyhow::Result<Secrets> {
    let broken = || {
        format!(
            "{} holds a key that is not one; restore it from a backup",
            path.display()
        )
    };
    let kept_ring =
        |text: &str| anyhow::Ok(KeyRing::new(Key::parse(text).with_context(broken)?, vec![]));
    Ok(Secrets {
        master_key: given
            .master_key
            .clone()
            .unwrap_or_else(|| kept.master_key.into()),
        widget_tokens: match &given.widget_token_keys {
            Some(keys) => KeyRing::new(keys[0].clone(), keys[1..].to_vec()),
            None => kept_ring(&kept.widget_token_key)?,
        },
        api_keys: match &given.api_key_secret {
            Some(key) => KeyRing::new(key.clone(), vec![]),
            None => kept_ring(&kept.api_key_secret)?,
        },
        sealer: match &given.seal_keys {
            Some(keys) => sealer(keys),
            None => sealer(&[kept_seal_key(&kept.seal_key).with_context(broken)?]),
        },
        first_api_key: kept.first_api_key.into(),
        signing_secret: SigningSecret::new(kept.signing_secret),
        is_new: false,
    })
}

fn kept_seal_key(text: &str) -> Option<SealKeyBytes> {
    let bytes: [u8; 32] = BASE64.decode(text).ok()?.try_into().ok()?;
    Some(Arc::new(SecretBox::new(Box::new(bytes))))
}

fn sealer(keys: &[SealKeyBytes]) -> Sealer {
    let mut keys = keys.iter().map(|key| SealKey::new(key.expose_secret()));
    let current = keys.next().expect("a list of keys is never empty");
    Sealer::new(current, keys.collect())
}

fn read(path: &Path, text: &[u8]) -> anyhow::Result<SecretsFile> {
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!(
            "{} can be read by others (mode {mode:o}); run: chmod 600 {}",
            path.display(),
            path.display()
        );
    }
    serde_json::from_slice(text).with_context(|| {
        format!(
            "{} is not readable; restore it from a backup",
            path.display()
        )
    })
}

fn make(path: &Path, given: &ConfiguredSecrets, now: Timestamp) -> anyhow::Result<SecretsFile> {
    let api_key_secret = given.api_key_secret.clone().unwrap_or_else(fresh_key);
    let first = ApiKey {
        id: crate::domain::id::ulid(now, rand::random()),
        tenant: TenantRef::parse(TenantId::DEFAULT)
            .expect("the default tenant has a place in a key"),
        scopes: Scopes::ALL,
        expires_at: u32::try_from(now.as_seconds() + YEAR_SECONDS).unwrap_or(u32::MAX),
    };
    let kept = SecretsFile {
        master_key: given
            .master_key
            .as_ref()
            .map(|key| key.expose().to_owned())
            .unwrap_or_else(|| BASE64.encode(rand::random::<[u8; 32]>())),
        widget_token_key: fresh_key().encode(),
        first_api_key: first.issue(&KeyRing::new(api_key_secret.clone(), vec![])),
        api_key_secret: api_key_secret.encode(),
        seal_key: BASE64.encode(rand::random::<[u8; 32]>()),
        // In the format of a webhook's `hmacKey`, so that it can be used as one.
        signing_secret: SigningSecret::from_random(rand::random())
            .expose()
            .to_owned(),
    };
    write(path, &kept).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(kept)
}

fn fresh_key() -> Key {
    Key::from_bytes(rand::random())
}

/// Writes the file atomically, because a partly written file could not be read again.
fn write(path: &Path, kept: &SecretsFile) -> anyhow::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(&serde_json::to_vec_pretty(kept)?)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_763_670_000_000);

    #[test]
    fn secrets_are_generated_once_and_readable_only_by_their_owner() {
        let dir = tempfile::tempdir().unwrap();
        let first = load(dir.path(), &ConfiguredSecrets::default(), NOW).unwrap();
        let again = load(dir.path(), &ConfiguredSecrets::default(), NOW).unwrap();
        assert!(first.is_new && !again.is_new);
        assert_eq!(first.first_api_key, again.first_api_key);
        assert!(ApiKey::verify(again.first_api_key.expose(), &again.api_keys, NOW).is_ok());
        let mode = fs::metadata(dir.path().join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_readable_by_others_prevents_the_start() {
        let dir = tempfile::tempdir().unwrap();
        load(dir.path(), &ConfiguredSecrets::default(), NOW).unwrap();
        let path = dir.path().join(FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let complaint = load(dir.path(), &ConfiguredSecrets::default(), NOW)
            .err()
            .unwrap()
            .to_string();
        assert!(complaint.contains("chmod 600"), "{complaint}");
    }
}
