//! A phone's side of its Signal sessions with linked devices. The sessions are in memory only. After a restart the
//! phone starts new ones from one-time keys, which the protocol allows at any time, and requests again what it
//! can no longer decrypt.

mod stores;
#[cfg(test)]
mod vectors;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use wacore::libsignal::protocol::{
    CiphertextMessage, IdentityKey, PreKeyBundle, PreKeySignalMessage, ProtocolAddress, PublicKey,
    SessionStore as _, SignalMessage, SignalProtocolError, UsePQRatchet, message_decrypt,
    message_encrypt, process_prekey_bundle,
};
use wacore::messages::{MessageUtils, decode_plaintext};
use waproto::whatsapp as wa;

use super::prekeys::{Bundle, Prekey};
use super::{DeviceAddress, Phone};
use crate::keys::{PublicBytes, base64_text, rng};
use stores::{Identities, Prekeys, Sessions, SignedPrekeys};

/// The version of the padding that WhatsApp uses today.
const PADDING: u8 = 2;

/// One encrypted message, ready for an `<enc>`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct EncryptedMessage {
    pub(crate) kind: EncryptionKind,
    #[serde(with = "base64_text")]
    pub(crate) bytes: Vec<u8>,
}

impl EncryptedMessage {
    fn from_ciphertext(ciphertext: &CiphertextMessage) -> anyhow::Result<EncryptedMessage> {
        let (kind, bytes) = match ciphertext {
            CiphertextMessage::PreKeySignalMessage(message) => {
                (EncryptionKind::PreKey, message.serialized())
            }
            CiphertextMessage::SignalMessage(message) => {
                (EncryptionKind::Signal, message.serialized())
            }
            _ => anyhow::bail!("a one-to-one message has another kind of ciphertext"),
        };
        let bytes = bytes.to_vec();
        Ok(EncryptedMessage { kind, bytes })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EncryptionKind {
    /// Starts a session, and contains what the other side needs for that.
    #[serde(rename = "pkmsg")]
    PreKey,
    /// Continues a session.
    #[serde(rename = "msg")]
    Signal,
}

impl EncryptionKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            EncryptionKind::PreKey => "pkmsg",
            EncryptionKind::Signal => "msg",
        }
    }
}

/// The result of decrypting a message from a device.
pub(crate) enum Decrypted {
    Message {
        message: Box<wa::Message>,
        /// The phone's one-time key that the session was started with. It is used up.
        one_time: Option<u32>,
    },
    /// It was decrypted before.
    Duplicate,
    /// It belongs to no session that the phone has, or is damaged.
    Unreadable,
}

impl Decrypted {
    fn from_plaintext(plaintext: &[u8], one_time: Option<u32>) -> Decrypted {
        match decode_plaintext(plaintext, PADDING) {
            Ok(message) => Decrypted::Message {
                message: Box::new(message),
                one_time,
            },
            Err(_) => Decrypted::Unreadable,
        }
    }

    fn from_error(error: &SignalProtocolError) -> Decrypted {
        if matches!(error, SignalProtocolError::DuplicatedMessage(..)) {
            return Decrypted::Duplicate;
        }
        tracing::debug!("a phone cannot decrypt a message: {error}");
        Decrypted::Unreadable
    }
}

/// The keys of a device that are needed to start a session with it.
pub(crate) struct DeviceKeys {
    pub(crate) identity_key: PublicBytes,
    pub(crate) bundle: Bundle,
    pub(crate) one_time: Option<Prekey>,
}

/// The Signal sessions of one phone.
pub(crate) struct SignalSessions {
    sessions: Sessions,
    identities: Identities,
}

impl SignalSessions {
    pub(crate) fn of(phone: &Phone) -> SignalSessions {
        SignalSessions {
            sessions: Sessions::default(),
            identities: Identities::of(phone),
        }
    }

    pub(crate) async fn contains(&self, to: &DeviceAddress) -> anyhow::Result<bool> {
        Ok(self.sessions.has_session(&signal_address(to)).await?)
    }

    /// The device could not decrypt what it was sent. The next message starts a new session.
    pub(crate) fn delete(&mut self, device: &DeviceAddress) {
        self.sessions.delete(&signal_address(device));
    }

    /// Starts a session with a device from its keys.
    pub(crate) async fn start(
        &mut self,
        to: &DeviceAddress,
        keys: DeviceKeys,
    ) -> anyhow::Result<()> {
        let bundle = prekey_bundle(to, keys)?;
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

    /// Encrypts a message to a device with which a session was started.
    pub(crate) async fn encrypt(
        &mut self,
        to: &DeviceAddress,
        message: &wa::Message,
    ) -> anyhow::Result<EncryptedMessage> {
        let plaintext = MessageUtils::encode_and_pad(message);
        let address = signal_address(to);
        let encrypted = message_encrypt(
            &plaintext,
            &address,
            &mut self.sessions,
            &mut self.identities,
        )
        .await?;
        EncryptedMessage::from_ciphertext(&encrypted)
    }

    /// Decrypts what a device sent to `phone`, which must be the phone of these sessions.
    pub(crate) async fn decrypt(
        &mut self,
        phone: &Phone,
        from: &DeviceAddress,
        kind: &str,
        bytes: &[u8],
    ) -> Decrypted {
        let Some(ciphertext) = ciphertext(kind, bytes) else {
            return Decrypted::Unreadable;
        };
        let mut prekeys = Prekeys::of(phone);
        let result = message_decrypt(
            &ciphertext,
            &signal_address(from),
            &mut self.sessions,
            &mut self.identities,
            &mut prekeys,
            &SignedPrekeys(&phone.prekeys),
            &mut rng(),
            UsePQRatchet::No,
        )
        .await;
        match result {
            Ok(decrypted) => Decrypted::from_plaintext(&decrypted.plaintext, prekeys.used),
            Err(error) => Decrypted::from_error(&error),
        }
    }
}

fn prekey_bundle(device: &DeviceAddress, keys: DeviceKeys) -> anyhow::Result<PreKeyBundle> {
    let one_time = keys
        .one_time
        .map(|prekey| anyhow::Ok((prekey.id.into(), public_key(&prekey.key)?)))
        .transpose()?;
    let signed = keys.bundle.signed;
    Ok(PreKeyBundle::new(
        keys.bundle.registration_id,
        u32::from(device.device).into(),
        one_time,
        signed.id.into(),
        public_key(&signed.key)?,
        signed.signature,
        IdentityKey::new(public_key(&keys.identity_key)?),
    )?)
}

fn ciphertext(kind: &str, bytes: &[u8]) -> Option<CiphertextMessage> {
    match kind {
        "pkmsg" => {
            let message = PreKeySignalMessage::try_from(bytes).ok()?;
            Some(CiphertextMessage::PreKeySignalMessage(message))
        }
        "msg" => {
            let message = SignalMessage::try_from(bytes).ok()?;
            Some(CiphertextMessage::SignalMessage(message))
        }
        _ => None,
    }
}

fn signal_address(device: &DeviceAddress) -> ProtocolAddress {
    ProtocolAddress::new(&device.number, u32::from(device.device).into())
}

fn public_key(bytes: &PublicBytes) -> anyhow::Result<PublicKey> {
    PublicKey::from_djb_public_key_bytes(bytes).context("not a Curve25519 key")
}
