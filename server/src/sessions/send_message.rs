//! A message from a connected session, over its WhatsApp connection or through Meta.

use std::time::Duration;

use serde_json::Value;

use super::cloud::{self, Access};
use super::connection::{
    QuotedMessage, Recipient, SendMessageError, SentMessage, TextMessage, new_message_id,
};
use super::end_access;
use super::first_messages::{self, FirstMessageError};
use crate::domain::chat::ChatId;
use crate::domain::message::MessageRefusal;
use crate::domain::session::{Session, Status};
use crate::domain::time::Timestamp;
use crate::meta::message::{self, OutgoingMessage};
use crate::sessions::Sessions;
use crate::store::StoreError;

pub struct NewMessage {
    pub chat: ChatId,
    pub content: Content,
    /// The message that this one replies to.
    pub quoted: Option<QuotedMessage>,
}

pub enum Content {
    Text(String),
    /// In the format of Meta's API.
    Template(Value),
}

/// A message that was sent.
pub struct Sent {
    pub id: String,
    pub at: Timestamp,
    /// WhatsApp or Meta has accepted it. Otherwise the answer will be an event.
    pub is_accepted: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Only the Cloud API has templates.
    #[error("a linked device sends no templates")]
    NoTemplates,
    /// The Cloud API writes to single numbers only.
    #[error("the Cloud API does not write to such a chat")]
    NotANumber,
    #[error("refused: {:?}", .refusal.reason)]
    Refused {
        refusal: MessageRefusal,
        /// Until the restriction ends, if that is the reason.
        wait: Option<Duration>,
    },
    #[error(transparent)]
    FirstMessage(#[from] FirstMessageError),
    #[error(transparent)]
    WhatsApp(#[from] SendMessageError),
    #[error(transparent)]
    Cloud(#[from] cloud::SendError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn send(
    sessions: &Sessions,
    session: &Session,
    message: NewMessage,
) -> Result<Sent, SendError> {
    if session.is_cloud() {
        send_through_meta(sessions, session, message).await
    } else {
        send_over_connection(sessions, session, message).await
    }
}

async fn send_over_connection(
    sessions: &Sessions,
    session: &Session,
    message: NewMessage,
) -> Result<Sent, SendError> {
    let Content::Text(text) = message.content else {
        return Err(SendError::NoTemplates);
    };
    let connection = sessions
        .drivers
        .connection(&session.id)
        .filter(|_| session.status() == Status::Connected)
        .ok_or(SendMessageError::NotConnected)?;
    let now = sessions.now();
    let checked = connection.check_recipient(&message.chat).await;
    if checked.map_err(|error| refused(error, now))? == Recipient::Stranger {
        first_messages::admit(sessions, session, &message.chat).await?;
    }
    let message = TextMessage {
        id: new_message_id(),
        chat: message.chat,
        text,
        quoted: message.quoted,
    };
    let (id, store) = (message.id.clone(), &sessions.store);
    store.add_sent_message(&session.id, &id, now).await?;
    let sent = match connection.send_text(message).await {
        Ok(sent) => sent,
        Err(error) => {
            store.forget_sent_message(&session.id, &id).await?;
            return Err(refused(error, now));
        }
    };
    Ok(match sent {
        SentMessage::Acknowledged { at } => Sent {
            id,
            at,
            is_accepted: true,
        },
        SentMessage::Pending => Sent {
            id,
            at: now,
            is_accepted: false,
        },
    })
}

fn refused(error: SendMessageError, now: Timestamp) -> SendError {
    match error {
        SendMessageError::Refused(refusal) => SendError::Refused {
            wait: refusal.until.map(|until| until.remaining(now)),
            refusal,
        },
        error => error.into(),
    }
}

async fn send_through_meta(
    sessions: &Sessions,
    session: &Session,
    message: NewMessage,
) -> Result<Sent, SendError> {
    if session.status() != Status::Connected {
        return Err(SendMessageError::NotConnected.into());
    }
    let number = message.chat.number().ok_or(SendError::NotANumber)?;
    let outgoing = OutgoingMessage {
        to: number,
        content: match message.content {
            Content::Text(text) => message::Content::Text(text),
            Content::Template(template) => message::Content::Template(template),
        },
        reply_to: message.quoted.map(|quoted| quoted.id),
    };
    let sent = cloud::send(sessions, session, &outgoing).await;
    if let Err(cloud::SendError::Meta(error)) = &sent
        && let Access::Ended(reason) = cloud::access_after(error)
    {
        end_access::end_access(sessions, session, reason).await;
    }
    Ok(Sent {
        id: sent?,
        at: sessions.now(),
        is_accepted: true,
    })
}
