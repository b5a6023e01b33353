//! A message from a connected session.

use super::connection::{SendMessageError, SentMessage, TextMessage};
use crate::domain::session::{Session, Status};
use crate::sessions::Sessions;

pub async fn send_text(
    sessions: &Sessions,
    session: &Session,
    message: TextMessage,
) -> Result<SentMessage, SendMessageError> {
    let connection = sessions
        .drivers
        .connection(&session.id)
        .filter(|_| session.status() == Status::Connected)
        .ok_or(SendMessageError::NotConnected)?;
    connection.send_text(message).await
}
