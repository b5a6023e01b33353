//! Checks API keys without a database query: the signature, the expiry, and a short list of disabled keys. The list
//! is read again every two seconds ([`super::key_sync`]), so a key that another node or the command line has disabled
//! is rejected here within five seconds.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError, RwLock};

use crate::domain::id::KeyId;
use crate::domain::time::Timestamp;
use crate::security::api_key::{ApiKey, BadApiKey};

/// The resolution of "last used". A key that is in use causes one write per minute.
const MINUTE_MS: i64 = 60_000;

#[derive(Default)]
pub struct KeyCache {
    disabled: RwLock<Disabled>,
    used: Mutex<HashMap<KeyId, Timestamp>>,
}

#[derive(Default)]
struct Disabled {
    ids: HashSet<KeyId>,
    /// The number of changes made in this process. A list that was read before a change is ignored.
    revision: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    Invalid,
    Expired,
    Disabled,
}

impl From<BadApiKey> for KeyError {
    fn from(bad: BadApiKey) -> Self {
        match bad {
            BadApiKey::Invalid => KeyError::Invalid,
            BadApiKey::Expired => KeyError::Expired,
        }
    }
}

impl KeyCache {
    /// Accepts a verified key unless it is disabled, and records that it was used.
    pub fn check(
        &self,
        verified: Result<ApiKey, BadApiKey>,
        now: Timestamp,
    ) -> Result<ApiKey, KeyError> {
        let key = verified?;
        let id = key.public_id();
        let disabled = self.disabled.read().unwrap_or_else(PoisonError::into_inner);
        if disabled.ids.contains(&id) {
            return Err(KeyError::Disabled);
        }
        drop(disabled);
        let minute = Timestamp::from_millis(now.as_millis() / MINUTE_MS * MINUTE_MS);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(id, minute);
        Ok(key)
    }

    /// Takes effect at once, in this process.
    pub(super) fn disable(&self, id: &KeyId) {
        let mut disabled = self
            .disabled
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        disabled.ids.insert(id.clone());
        disabled.revision += 1;
    }

    pub(super) fn enable(&self, id: &KeyId) {
        let mut disabled = self
            .disabled
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        disabled.ids.remove(id);
        disabled.revision += 1;
    }

    /// The argument of [`Self::replace_disabled`], to be read before the list is.
    pub(super) fn revision(&self) -> u64 {
        let disabled = self.disabled.read().unwrap_or_else(PoisonError::into_inner);
        disabled.revision
    }

    /// Replaces the list with one that was read at this revision, unless a key was changed here since then.
    pub(super) fn replace_disabled(&self, ids: Vec<KeyId>, revision: u64) {
        let mut disabled = self
            .disabled
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if disabled.revision == revision {
            disabled.ids = ids.into_iter().collect();
        }
    }

    /// The keys that were used since the last call, and in which minute.
    pub(super) fn take_used(&self) -> Vec<(KeyId, Timestamp)> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.drain().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_read_earlier_does_not_undo_a_later_change() {
        let cache = KeyCache::default();
        let before = cache.revision();
        cache.disable(&"key_1".into());
        cache.replace_disabled(vec![], before);
        assert!(cache.disabled.read().unwrap().ids.contains(&"key_1".into()));
        cache.replace_disabled(vec!["key_2".into()], cache.revision());
        assert!(!cache.disabled.read().unwrap().ids.contains(&"key_1".into()));
        assert!(cache.disabled.read().unwrap().ids.contains(&"key_2".into()));
    }
}
