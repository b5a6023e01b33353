//! A phone's end of Signal conversations with linked devices. Sessions live in memory only: after a restart
//! the phone starts a new one from a fresh one-time key, which the protocol allows at any time, and asks for
//! what it cannot open any more to be sent again.

mod stores;

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

/// One encrypted message, ready for an `<enc>`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sealed {
    pub(crate) kind: SealedKind,
    #[serde(with = "base64_text")]
    pub(crate) bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SealedKind {
    /// Begins a conversation, and carries what the other side needs to do so.
    #[serde(rename = "pkmsg")]
    Beginning,
    #[serde(rename = "msg")]
    Ongoing,
}

impl SealedKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            SealedKind::Beginning => "pkmsg",
            SealedKind::Ongoing => "msg",
        }
    }
}

/// What became of an encrypted message from a device.
pub(crate) enum Opened {
    Message {
        message: Box<wa::Message>,
        /// The phone's key it was begun with, which is spent now.
        one_time: Option<u32>,
    },
    /// It was opened before.
    Again,
    /// It belongs to no conversation the phone knows, or is damaged.
    Unreadable,
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
        Conversations {
            sessions: Sessions::default(),
            identities: Identities::of(phone),
        }
    }

    pub(crate) async fn has_session(&self, to: &DeviceAddress) -> anyhow::Result<bool> {
        Ok(self.sessions.has_session(&signal_address(to)).await?)
    }

    /// The device could not open what it was sent; the next message starts a new conversation.
    pub(crate) fn forget(&mut self, device: &DeviceAddress) {
        self.sessions.forget(&signal_address(device));
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
                kind: SealedKind::Beginning,
                bytes: message.serialized().to_vec(),
            }),
            CiphertextMessage::SignalMessage(message) => Ok(Sealed {
                kind: SealedKind::Ongoing,
                bytes: message.serialized().to_vec(),
            }),
            _ => anyhow::bail!("a one-to-one message was sealed as something else"),
        }
    }

    /// Opens what a device sent to `phone`, whose conversations these are.
    pub(crate) async fn open(
        &mut self,
        phone: &Phone,
        from: &DeviceAddress,
        kind: &str,
        bytes: &[u8],
    ) -> Opened {
        let sealed = match kind {
            "pkmsg" => {
                PreKeySignalMessage::try_from(bytes).map(CiphertextMessage::PreKeySignalMessage)
            }
            "msg" => SignalMessage::try_from(bytes).map(CiphertextMessage::SignalMessage),
            _ => return Opened::Unreadable,
        };
        let Ok(sealed) = sealed else {
            return Opened::Unreadable;
        };
        let mut prekeys = Prekeys {
            own: &phone.prekeys,
            used: None,
        };
        let opened = message_decrypt(
            &sealed,
            &signal_address(from),
            &mut self.sessions,
            &mut self.identities,
            &mut prekeys,
            &SignedPrekeys(&phone.prekeys),
            &mut rng(),
            UsePQRatchet::No,
        )
        .await;
        match opened {
            Ok(opened) => match decode_plaintext(&opened.plaintext, PADDING) {
                Ok(message) => Opened::Message {
                    message: Box::new(message),
                    one_time: prekeys.used,
                },
                Err(_) => Opened::Unreadable,
            },
            Err(SignalProtocolError::DuplicatedMessage(..)) => Opened::Again,
            Err(error) => {
                tracing::debug!("a phone cannot open a message: {error}");
                Opened::Unreadable
            }
        }
    }
}

/// How WhatsApp pads what it encrypts today.
const PADDING: u8 = 2;

fn signal_address(device: &DeviceAddress) -> ProtocolAddress {
    ProtocolAddress::new(&device.number, u32::from(device.device).into())
}

fn public_key(bytes: &PublicBytes) -> anyhow::Result<PublicKey> {
    PublicKey::from_djb_public_key_bytes(bytes).context("not a Curve25519 key")
}
