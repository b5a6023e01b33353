//! A text to send, and the result.

use std::time::{SystemTime, UNIX_EPOCH};

use engine::{Outgoing, Quoted, SendTextError, Sent};

use crate::domain::chat::ChatId;
use crate::domain::message::{MessageRefusal, RefusalReason};
use crate::domain::text::clean_name;
use crate::domain::time::Timestamp;

pub use engine::new_message_id;

pub struct TextMessage {
    /// From [`new_message_id`].
    pub id: String,
    pub chat: ChatId,
    pub text: String,
    /// The message that this one replies to.
    pub quoted: Option<QuotedMessage>,
}

pub struct QuotedMessage {
    pub id: String,
    pub sender: Option<String>,
    pub text: Option<String>,
}

/// Who would receive a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// A group, the account itself, or somebody with whom it has a conversation.
    Known,
    /// Somebody who has never written and was never written to.
    Stranger,
}

/// What is known of a message when sending returns.
pub enum SentMessage {
    /// WhatsApp has taken it.
    Acknowledged { at: Timestamp },
    /// WhatsApp has not answered yet. Its answer will be an event.
    Pending,
}

#[derive(Debug, thiserror::Error)]
pub enum SendMessageError {
    #[error("the session is not connected")]
    NotConnected,
    #[error("WhatsApp knows no such chat")]
    BadChat,
    #[error("refused: {:?}", .0.reason)]
    Refused(MessageRefusal),
    #[error("not sent: {0}")]
    Failed(String),
}

impl From<TextMessage> for Outgoing {
    fn from(message: TextMessage) -> Self {
        Outgoing {
            id: message.id,
            chat: message.chat.as_str().to_owned(),
            text: message.text,
            quoted: message.quoted.map(|quoted| Quoted {
                id: quoted.id,
                sender: quoted.sender,
                text: quoted.text,
            }),
        }
    }
}

impl From<engine::Recipient> for Recipient {
    fn from(recipient: engine::Recipient) -> Self {
        match recipient {
            engine::Recipient::Known => Recipient::Known,
            engine::Recipient::Stranger => Recipient::Stranger,
        }
    }
}

impl From<Sent> for SentMessage {
    fn from(sent: Sent) -> Self {
        match sent {
            Sent::Acknowledged { at } => SentMessage::Acknowledged { at: timestamp(at) },
            Sent::Pending => SentMessage::Pending,
        }
    }
}

impl From<SendTextError> for SendMessageError {
    fn from(error: SendTextError) -> Self {
        match error {
            SendTextError::NotConnected => SendMessageError::NotConnected,
            SendTextError::BadChat => SendMessageError::BadChat,
            SendTextError::Refused(refusal) => SendMessageError::Refused(refusal_of(refusal)),
            SendTextError::Failed(code) => SendMessageError::Failed(code),
        }
    }
}

pub(super) fn refusal_of(refusal: engine::MessageRefusal) -> MessageRefusal {
    MessageRefusal {
        reason: match refusal.reason {
            engine::RefusalReason::NoPrivacyToken => RefusalReason::NoPrivacyToken,
            engine::RefusalReason::NotOnWhatsapp => RefusalReason::NotOnWhatsapp,
            engine::RefusalReason::Restricted => RefusalReason::Restricted,
            engine::RefusalReason::TooMany => RefusalReason::TooMany,
            engine::RefusalReason::Other => RefusalReason::Other,
        },
        code: refusal.code.as_deref().map(clean_name),
        until: refusal.until.map(timestamp),
    }
}

pub(super) fn timestamp(at: SystemTime) -> Timestamp {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
