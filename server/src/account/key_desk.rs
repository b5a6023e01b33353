//! Lets API keys in without asking the database: by signature, by expiry, and by a short list of those that are
//! refused all the same. The list is read anew every two seconds ([`super::upkeep`]), so a key that another node
//! or the command line has switched off is refused here within five.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError, RwLock};

use crate::domain::time::Timestamp;
use crate::security::api_key::{ApiKey, BadApiKey};
use crate::security::signing::Ring;

/// The grain of "last used": a busy key costs one write in this time.
const MINUTE_MS: i64 = 60_000;

#[derive(Default)]
pub struct KeyDesk {
    refused: RwLock<Refused>,
    used: Mutex<HashMap<String, Timestamp>>,
}

#[derive(Default)]
struct Refused {
    ids: HashSet<String>,
    /// Counts what was told here, so that a list read before it does not undo it.
    told: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLetIn {
    Forged,
    Expired,
    SwitchedOff,
}

impl KeyDesk {
    pub fn let_in(&self, text: &str, keys: &Ring, now: Timestamp) -> Result<ApiKey, NotLetIn> {
        let key = ApiKey::verify(text, keys, now).map_err(|bad| match bad {
            BadApiKey::Forged => NotLetIn::Forged,
            BadApiKey::Expired => NotLetIn::Expired,
        })?;
        let id = key.public_id();
        let refused = self.refused.read().unwrap_or_else(PoisonError::into_inner);
        if refused.ids.contains(&id) {
            return Err(NotLetIn::SwitchedOff);
        }
        drop(refused);
        let minute = Timestamp::from_millis(now.as_millis() / MINUTE_MS * MINUTE_MS);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(id, minute);
        Ok(key)
    }

    /// From now on, on this node.
    pub(super) fn refuse(&self, id: &str) {
        let mut refused = self.refused.write().unwrap_or_else(PoisonError::into_inner);
        refused.ids.insert(id.to_owned());
        refused.told += 1;
    }

    pub(super) fn allow(&self, id: &str) {
        let mut refused = self.refused.write().unwrap_or_else(PoisonError::into_inner);
        refused.ids.remove(id);
        refused.told += 1;
    }

    /// What [`Self::replace_refused`] wants back.
    pub(super) fn told(&self) -> u64 {
        let refused = self.refused.read().unwrap_or_else(PoisonError::into_inner);
        refused.told
    }

    /// The list as it was read when [`Self::told`] said `told`; dropped where something was told here meanwhile.
    pub(super) fn replace_refused(&self, ids: Vec<String>, told: u64) {
        let mut refused = self.refused.write().unwrap_or_else(PoisonError::into_inner);
        if refused.told == told {
            refused.ids = ids.into_iter().collect();
        }
    }

    /// Which keys were used since the last call, and in which minute.
    pub(super) fn take_used(&self) -> Vec<(String, Timestamp)> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.drain().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_read_earlier_does_not_undo_what_was_told_since() {
        let desk = KeyDesk::default();
        let before = desk.told();
        desk.refuse("key_1");
        desk.replace_refused(vec![], before);
        assert!(desk.refused.read().unwrap().ids.contains("key_1"));
        desk.replace_refused(vec!["key_2".into()], desk.told());
        assert!(!desk.refused.read().unwrap().ids.contains("key_1"));
        assert!(desk.refused.read().unwrap().ids.contains("key_2"));
    }
}
