//! A phone's end of Signal conversations with linked devices. Sessions live in memory only: after a restart
//! the phone starts a new one from a fresh one-time key, which the protocol allows at any time.

use std::collections::HashMap;

use anyhow::Context as _;
use wacore::libsignal::protocol::{
    CiphertextMessage, Direction, IdentityChange, IdentityKey, IdentityKeyPair, IdentityKeyStore,
    PreKeyBundle, ProtocolAddress, PublicKey, SessionRecord, SessionStore, SignalProtocolError,
    UsePQRatchet, message_encrypt, process_prekey_bundle,
};
use wacore::messages::MessageUtils;
use waproto::whatsapp as wa;

use super::prekeys::{Bundle, Prekey};
use super::{DeviceAddress, Phone};
use crate::keys::{PublicBytes, rng};

type Outcome<T> = Result<T, SignalProtocolError>;

/// One encrypted message, ready for an `<enc>`.
pub(crate) struct Sealed {
    pub(crate) kind: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Everything needed to write to a device for the first time.
pub(crate) struct Introduction {
    pub(crate) identity_key: PublicBytes,
    pub(crate) bundle: Bundle,
    pub(crate) one_time: Option<Prekey>,
}

/// The conversations of one phone.
pub(crate) struct Conversations {
    sessions: Sessions,
    identities: Identities,
}

impl Conversations {
    pub(crate) fn of(phone: &Phone) -> Conversations {
        let pair = phone.identity.pair();
        Conversations {
            sessions: Sessions::default(),
            identities: Identities {
                own: IdentityKeyPair::new(
                    IdentityKey::new(pair.public_key),
                    pair.private_key.clone(),
                ),
                registration_id: phone.prekeys.registration_id,
                known: HashMap::new(),
            },
        }
    }

    pub(crate) async fn has_session(&self, to: &DeviceAddress) -> anyhow::Result<bool> {
        Ok(self.sessions.has_session(&signal_address(to)).await?)
    }

    /// Starts a conversation from what the device uploaded.
    pub(crate) async fn start(
        &mut self,
        to: &DeviceAddress,
        introduction: Introduction,
    ) -> anyhow::Result<()> {
        let Introduction {
            identity_key,
            bundle,
            one_time,
        } = introduction;
        let one_time = one_time
            .map(|prekey| anyhow::Ok((prekey.id.into(), public_key(&prekey.key)?)))
            .transpose()?;
        let bundle = PreKeyBundle::new(
            bundle.registration_id,
            u32::from(to.device).into(),
            one_time,
            bundle.signed.id.into(),
            public_key(&bundle.signed.key)?,
            bundle.signed.signature,
            IdentityKey::new(public_key(&identity_key)?),
        )?;
        process_prekey_bundle(
            &signal_address(to),
            &mut self.sessions,
            &mut self.identities,
            &bundle,
            &mut rng(),
            UsePQRatchet::No,
        )
        .await?;
        Ok(())
    }

    /// Encrypts a message to a device with which a conversation was started.
    pub(crate) async fn seal(
        &mut self,
        to: &DeviceAddress,
        message: &wa::Message,
    ) -> anyhow::Result<Sealed> {
        let plaintext = MessageUtils::encode_and_pad(message);
        let address = signal_address(to);
        let sealed = message_encrypt(
            &plaintext,
            &address,
            &mut self.sessions,
            &mut self.identities,
        )
        .await?;
        match sealed {
            CiphertextMessage::PreKeySignalMessage(message) => Ok(Sealed {
                kind: "pkmsg",
                bytes: message.serialized().to_vec(),
            }),
            CiphertextMessage::SignalMessage(message) => Ok(Sealed {
                kind: "msg",
                bytes: message.serialized().to_vec(),
            }),
            _ => anyhow::bail!("a one-to-one message was sealed as something else"),
        }
    }
}

fn signal_address(device: &DeviceAddress) -> ProtocolAddress {
    ProtocolAddress::new(&device.number, u32::from(device.device).into())
}

fn public_key(bytes: &PublicBytes) -> anyhow::Result<PublicKey> {
    PublicKey::from_djb_public_key_bytes(bytes).context("not a Curve25519 key")
}

#[derive(Default)]
struct Sessions(HashMap<String, SessionRecord>);

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

struct Identities {
    own: IdentityKeyPair,
    registration_id: u32,
    known: HashMap<String, IdentityKey>,
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

    /// A phone writes only to devices it signed itself, so whom it writes to is settled before.
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
