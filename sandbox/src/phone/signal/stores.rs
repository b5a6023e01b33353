//! The stores that the Signal library requires: a phone's sessions, the identities that it knows, and its own
//! prekeys.

use std::collections::HashMap;

use wacore::libsignal::protocol::{
    Direction, GenericSignedPreKey as _, IdentityChange, IdentityKey, IdentityKeyPair,
    IdentityKeyStore, PreKeyId, PreKeyRecord, PreKeyStore, ProtocolAddress, SessionRecord,
    SessionStore, SignalProtocolError, SignedPreKeyId, SignedPreKeyRecord, SignedPreKeyStore,
    Timestamp,
};

use crate::phone::Phone;
use crate::phone::prekeys::{OwnPrekeys, SIGNED_PREKEY_ID};

type Outcome<T> = Result<T, SignalProtocolError>;

/// A phone's own one-time keys, and the one that a message used.
pub(super) struct Prekeys<'a> {
    own: &'a OwnPrekeys,
    pub(super) used: Option<u32>,
}

impl Prekeys<'_> {
    pub(super) fn of(phone: &Phone) -> Prekeys<'_> {
        Prekeys {
            own: &phone.prekeys,
            used: None,
        }
    }
}

#[async_trait::async_trait]
impl PreKeyStore for Prekeys<'_> {
    async fn get_pre_key(&self, id: PreKeyId) -> Outcome<PreKeyRecord> {
        let key = self.own.handed_out.get(&u32::from(id));
        key.map(|key| PreKeyRecord::new(id, key.pair()))
            .ok_or(SignalProtocolError::InvalidPreKeyId)
    }

    /// Keys are created where they are handed out.
    async fn save_pre_key(&mut self, _: PreKeyId, _: &PreKeyRecord) -> Outcome<()> {
        Ok(())
    }

    async fn remove_pre_key(&mut self, id: PreKeyId) -> Outcome<()> {
        self.used = Some(u32::from(id));
        Ok(())
    }
}

pub(super) struct SignedPrekeys<'a>(pub(super) &'a OwnPrekeys);

#[async_trait::async_trait]
impl SignedPreKeyStore for SignedPrekeys<'_> {
    async fn get_signed_pre_key(&self, id: SignedPreKeyId) -> Outcome<SignedPreKeyRecord> {
        if u32::from(id) != SIGNED_PREKEY_ID {
            return Err(SignalProtocolError::InvalidSignedPreKeyId);
        }
        let created = Timestamp::from_epoch_millis(0);
        Ok(SignedPreKeyRecord::new(
            id,
            created,
            self.0.signed.pair(),
            &self.0.signature,
        ))
    }

    /// A phone never replaces its one signed key.
    async fn save_signed_pre_key(
        &mut self,
        _: SignedPreKeyId,
        _: &SignedPreKeyRecord,
    ) -> Outcome<()> {
        Ok(())
    }
}

#[derive(Default)]
pub(super) struct Sessions(HashMap<String, SessionRecord>);

impl Sessions {
    pub(super) fn delete(&mut self, address: &ProtocolAddress) {
        self.0.remove(&address.to_string());
    }
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn load_session(&self, address: &ProtocolAddress) -> Outcome<Option<SessionRecord>> {
        Ok(self.0.get(&address.to_string()).cloned())
    }

    async fn has_session(&self, address: &ProtocolAddress) -> Outcome<bool> {
        Ok(self.0.contains_key(&address.to_string()))
    }

    async fn store_session(
        &mut self,
        address: &ProtocolAddress,
        record: SessionRecord,
    ) -> Outcome<()> {
        self.0.insert(address.to_string(), record);
        Ok(())
    }
}

pub(super) struct Identities {
    own: IdentityKeyPair,
    registration_id: u32,
    known: HashMap<String, IdentityKey>,
}

impl Identities {
    pub(super) fn of(phone: &Phone) -> Identities {
        let pair = phone.identity.pair();
        Identities {
            own: IdentityKeyPair::new(IdentityKey::new(pair.public_key), pair.private_key.clone()),
            registration_id: phone.prekeys.registration_id,
            known: HashMap::new(),
        }
    }
}

#[async_trait::async_trait]
impl IdentityKeyStore for Identities {
    async fn get_identity_key_pair(&self) -> Outcome<IdentityKeyPair> {
        Ok(self.own.clone())
    }

    async fn get_local_registration_id(&self) -> Outcome<u32> {
        Ok(self.registration_id)
    }

    async fn save_identity(
        &mut self,
        address: &ProtocolAddress,
        identity: &IdentityKey,
    ) -> Outcome<IdentityChange> {
        let earlier = self.known.insert(address.to_string(), *identity);
        let changed = earlier.is_some_and(|earlier| earlier != *identity);
        Ok(IdentityChange::from_changed(changed))
    }

    /// A phone sends only to devices of known accounts, whose keys were checked at their upload.
    async fn is_trusted_identity(
        &self,
        _: &ProtocolAddress,
        _: &IdentityKey,
        _: Direction,
    ) -> Outcome<bool> {
        Ok(true)
    }

    async fn get_identity(&self, address: &ProtocolAddress) -> Outcome<Option<IdentityKey>> {
        Ok(self.known.get(&address.to_string()).cloned())
    }
}
