//! A text to send, and the result.

use std::time::SystemTime;

use engine::{Outgoing, Quoted, SendTextError, Sent};

use crate::domain::chat::ChatId;

pub struct TextMessage {
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

/// A message that WhatsApp has accepted.
pub struct SentMessage {
    pub id: String,
    pub at: SystemTime,
}

#[derive(Debug, thiserror::Error)]
pub enum SendMessageError {
    #[error("the session is not connected")]
    NotConnected,
    #[error("WhatsApp knows no such chat")]
    BadChat,
    #[error("not sent: {0}")]
    Failed(String),
}

impl From<TextMessage> for Outgoing {
    fn from(message: TextMessage) -> Self {
        Outgoing {
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

impl From<Sent> for SentMessage {
    fn from(sent: Sent) -> Self {
        SentMessage {
            id: sent.id,
            at: sent.at,
        }
    }
}

impl From<SendTextError> for SendMessageError {
    fn from(error: SendTextError) -> Self {
        match error {
            SendTextError::NotConnected => SendMessageError::NotConnected,
            SendTextError::BadChat => SendMessageError::BadChat,
            SendTextError::Failed(code) => SendMessageError::Failed(code),
        }
    }
}
