//! Prekeys, with which a Signal session can be started while the other side is offline: those that a phone hands
//! out, and those that a linked device has uploaded. A one-time key is handed out once, and that is on disk before
//! anyone receives the key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::keys::{PublicBytes, SecretKey, base64_text, is_valid_signature, with_type_byte};

/// A phone's own prekeys, with their private keys.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct OwnPrekeys {
    pub(crate) registration_id: u32,
    pub(crate) signed: SecretKey,
    #[serde(with = "base64_text")]
    pub(crate) signature: Vec<u8>,
    next_id: u32,
    /// Handed out and not used yet.
    pub(crate) handed_out: BTreeMap<u32, SecretKey>,
}

/// The id of every phone's one signed prekey.
pub(crate) const SIGNED_PREKEY_ID: u32 = 1;

impl OwnPrekeys {
    pub(crate) fn generate(identity: &SecretKey) -> OwnPrekeys {
        let signed = SecretKey::generate();
        OwnPrekeys {
            registration_id: u32::from(rand::random::<u16>() & 0x3fff) | 1,
            signature: identity.sign(&with_type_byte(&signed.public())),
            signed,
            next_id: 1,
            handed_out: BTreeMap::new(),
        }
    }

    /// Creates a one-time key for a device that wants to send this phone a message.
    pub(crate) fn issue_one_time(&mut self) -> (u32, PublicBytes) {
        let (id, key) = (self.next_id, SecretKey::generate());
        self.next_id += 1;
        let public = key.public();
        self.handed_out.insert(id, key);
        (id, public)
    }
}

/// The prekeys that a linked device uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bundle {
    pub(crate) registration_id: u32,
    pub(crate) signed: SignedPrekey,
    /// The signed keys that it had before, the oldest first. Somebody may have fetched one and not used it yet.
    #[serde(default)]
    pub(crate) replaced: Vec<SignedPrekey>,
    pub(crate) one_time: Vec<Prekey>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignedPrekey {
    pub(crate) id: u32,
    #[serde(with = "base64_text")]
    pub(crate) key: PublicBytes,
    #[serde(with = "base64_text")]
    pub(crate) signature: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Prekey {
    pub(crate) id: u32,
    #[serde(with = "base64_text")]
    pub(crate) key: PublicBytes,
}

impl Bundle {
    /// Whether the signed key was signed with this identity key.
    pub(crate) fn is_signed_by(&self, identity: &PublicBytes) -> bool {
        is_valid_signature(
            identity,
            &with_type_byte(&self.signed.key),
            &self.signed.signature,
        )
    }

    /// Replaces the signed key and adds the one-time keys that are new.
    pub(crate) fn merge(&mut self, newer: Bundle) {
        let is_known = |id| self.one_time.iter().any(|prekey| prekey.id == id);
        let new: Vec<Prekey> = newer
            .one_time
            .into_iter()
            .filter(|prekey| !is_known(prekey.id))
            .collect();
        self.one_time.extend(new);
        self.registration_id = newer.registration_id;
        self.rotate(newer.signed);
    }

    /// Replaces the signed key.
    pub(crate) fn rotate(&mut self, signed: SignedPrekey) {
        if self.signed.id != signed.id {
            self.replaced.push(self.signed.clone());
        }
        self.signed = signed;
    }

    /// As it was so many rotations ago.
    pub(crate) fn rotations_ago(&self, rotations: usize) -> Option<Bundle> {
        let index = self.replaced.len().checked_sub(rotations)?;
        let signed = self.replaced.get(index).unwrap_or(&self.signed).clone();
        Some(Bundle {
            signed,
            ..self.without_one_time()
        })
    }

    /// The part that does not get used up.
    pub(crate) fn without_one_time(&self) -> Bundle {
        Bundle {
            registration_id: self.registration_id,
            signed: self.signed.clone(),
            replaced: Vec::new(),
            one_time: Vec::new(),
        }
    }

    /// Removes a one-time key and returns it.
    pub(crate) fn take_one_time(&mut self) -> Option<Prekey> {
        (!self.one_time.is_empty()).then(|| self.one_time.remove(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(identity: &SecretKey, ids: &[u32]) -> Bundle {
        let key = SecretKey::generate().public();
        Bundle {
            registration_id: 7,
            signed: SignedPrekey {
                id: 1,
                key,
                signature: identity.sign(&with_type_byte(&key)),
            },
            replaced: Vec::new(),
            one_time: ids.iter().map(|id| Prekey { id: *id, key }).collect(),
        }
    }

    #[test]
    fn a_one_time_key_is_handed_out_once() {
        let identity = SecretKey::generate();
        let mut bundle = bundle(&identity, &[4, 5]);
        assert_eq!(bundle.take_one_time().unwrap().id, 4);
        assert_eq!(bundle.take_one_time().unwrap().id, 5);
        assert_eq!(bundle.take_one_time(), None);

        let mut own = OwnPrekeys::generate(&identity);
        assert_ne!(own.issue_one_time(), own.issue_one_time());
        assert_eq!(own.handed_out.len(), 2);
    }

    #[test]
    fn an_upload_is_merged_with_earlier_keys() {
        let identity = SecretKey::generate();
        let mut kept = bundle(&identity, &[1, 2]);
        kept.merge(bundle(&identity, &[2, 3]));
        let ids: Vec<u32> = kept.one_time.iter().map(|prekey| prekey.id).collect();
        assert_eq!(ids, [1, 2, 3]);
    }

    #[test]
    fn replaced_signed_keys_are_kept_in_order() {
        let identity = SecretKey::generate();
        let mut kept = bundle(&identity, &[]);
        for id in 2..=3 {
            let signed = SignedPrekey {
                id,
                ..bundle(&identity, &[]).signed
            };
            kept.rotate(signed.clone());
            kept.rotate(signed);
        }
        let id = |rotations| kept.rotations_ago(rotations).map(|bundle| bundle.signed.id);
        assert_eq!([0, 1, 2, 3].map(id), [Some(3), Some(2), Some(1), None]);
    }

    #[test]
    fn a_signed_key_must_be_signed_by_its_device() {
        let (identity, stranger) = (SecretKey::generate(), SecretKey::generate());
        let bundle = bundle(&identity, &[]);
        assert!(bundle.is_signed_by(&identity.public()));
        assert!(!bundle.is_signed_by(&stranger.public()));
    }
}
