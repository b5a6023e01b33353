//! A message from a connected session.

use engine::{Outgoing, Quoted, SendTextError, Sent};

use crate::domain::chat::ChatId;
use crate::domain::session::{Session, Status};
use crate::sessions::Sessions;

#[derive(Debug, thiserror::Error)]
pub enum SendMessageError {
    #[error("the session is not connected")]
    NotConnected,
    #[error("WhatsApp knows no such chat")]
    BadChat,
    #[error("not sent: {0}")]
    Failed(String),
}

/// What the message answers.
pub struct Reply {
    pub id: String,
    pub sender: Option<String>,
    pub text: Option<String>,
}

pub async fn send_text(
    sessions: &Sessions,
    session: &Session,
    chat: &ChatId,
    text: String,
    reply: Option<Reply>,
) -> Result<Sent, SendMessageError> {
    if session.status != Status::Connected {
        return Err(SendMessageError::NotConnected);
    }
    let line = sessions
        .drivers
        .line(&session.id)
        .ok_or(SendMessageError::NotConnected)?;
    let quoted = reply.map(|reply| Quoted {
        id: reply.id,
        sender: reply.sender,
        text: reply.text,
    });
    let message = Outgoing {
        chat: chat.as_str().to_owned(),
        text,
        quoted,
    };
    line.send_text(message).await.map_err(|not| match not {
        SendTextError::NotConnected => SendMessageError::NotConnected,
        SendTextError::BadChat => SendMessageError::BadChat,
        SendTextError::Failed(why) => SendMessageError::Failed(why),
    })
}
