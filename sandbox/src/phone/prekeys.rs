//! The keys with which a Signal conversation can be started without the other side being online: those a
//! phone hands out, and those a linked device has uploaded. A one-time key is given to one asker only, and
//! that it was given is on disk before the asker sees it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::keys::{PublicBytes, SecretKey, base64_text, typed, verifies};

/// A phone's own keys, of which it knows the private halves.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct OwnPrekeys {
    pub(crate) registration_id: u32,
    pub(crate) signed: SecretKey,
    #[serde(with = "base64_text")]
    pub(crate) signature: Vec<u8>,
    next_id: u32,
    /// Given out and not used yet.
    pub(crate) handed_out: BTreeMap<u32, SecretKey>,
}

/// The id of every phone's one signed prekey.
pub(crate) const SIGNED_PREKEY_ID: u32 = 1;

impl OwnPrekeys {
    pub(crate) fn generate(identity: &SecretKey) -> OwnPrekeys {
        let signed = SecretKey::generate();
        OwnPrekeys {
            registration_id: u32::from(rand::random::<u16>() & 0x3fff) | 1,
            signature: identity.sign(&typed(&signed.public())),
            signed,
            next_id: 1,
            handed_out: BTreeMap::new(),
        }
    }

    /// Makes one more one-time key for somebody who wants to write to this phone.
    pub(crate) fn hand_out(&mut self) -> (u32, PublicBytes) {
        let (id, key) = (self.next_id, SecretKey::generate());
        self.next_id += 1;
        let public = key.public();
        self.handed_out.insert(id, key);
        (id, public)
    }
}

/// What a linked device uploaded about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bundle {
    pub(crate) registration_id: u32,
    pub(crate) signed: SignedPrekey,
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
    /// Whether the signed key was really signed by the device it says it is of.
    pub(crate) fn is_signed_by(&self, identity: &PublicBytes) -> bool {
        verifies(identity, &typed(&self.signed.key), &self.signed.signature)
    }

    /// Replaces the signed key and adds the one-time keys that are new.
    pub(crate) fn merge(&mut self, newer: Bundle) {
        let known = |id| self.one_time.iter().any(|prekey| prekey.id == id);
        let fresh: Vec<Prekey> = newer
            .one_time
            .into_iter()
            .filter(|prekey| !known(prekey.id))
            .collect();
        self.one_time.extend(fresh);
        self.registration_id = newer.registration_id;
        self.signed = newer.signed;
    }

    /// What is always there.
    pub(crate) fn without_one_time(&self) -> Bundle {
        Bundle {
            registration_id: self.registration_id,
            signed: self.signed.clone(),
            one_time: Vec::new(),
        }
    }

    /// Takes a one-time key out for good.
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
                signature: identity.sign(&typed(&key)),
            },
            one_time: ids.iter().map(|id| Prekey { id: *id, key }).collect(),
        }
    }

    #[test]
    fn a_one_time_key_is_given_once() {
        let identity = SecretKey::generate();
        let mut bundle = bundle(&identity, &[4, 5]);
        assert_eq!(bundle.take_one_time().unwrap().id, 4);
        assert_eq!(bundle.take_one_time().unwrap().id, 5);
        assert_eq!(bundle.take_one_time(), None);

        let mut own = OwnPrekeys::generate(&identity);
        assert_ne!(own.hand_out(), own.hand_out());
        assert_eq!(own.handed_out.len(), 2);
    }

    #[test]
    fn an_upload_adds_to_what_is_there() {
        let identity = SecretKey::generate();
        let mut kept = bundle(&identity, &[1, 2]);
        kept.merge(bundle(&identity, &[2, 3]));
        let ids: Vec<u32> = kept.one_time.iter().map(|prekey| prekey.id).collect();
        assert_eq!(ids, [1, 2, 3]);
    }

    #[test]
    fn a_signed_key_must_be_signed_by_its_device() {
        let (identity, stranger) = (SecretKey::generate(), SecretKey::generate());
        let bundle = bundle(&identity, &[]);
        assert!(bundle.is_signed_by(&identity.public()));
        assert!(!bundle.is_signed_by(&stranger.public()));
    }
}
