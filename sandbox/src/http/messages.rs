//! A phone's messages: sending one, reading the received ones, and listing them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::input::{Body, Number};
use super::phones::find;
use super::reply::{ApiError, Data, data};
use crate::messages::{self, NewMessage};
use crate::network::Network;
use crate::phone;
use crate::phone::messages::TextMessage;

/// WhatsApp's own limit, in characters.
const MAX_TEXT: usize = 65_536;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SendRequest {
    text: String,
    to: Option<String>,
    quoted_id: Option<String>,
    /// Linked devices learn only that there is a message, and have to request it from their phone.
    #[serde(default)]
    unavailable: bool,
    /// Linked devices get it encrypted with the signed key that they had so many rotations ago.
    rotations_ago: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct SendResponse {
    id: String,
}

pub(super) async fn send(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(request): Body<SendRequest>,
) -> Result<Json<Data<SendResponse>>, ApiError> {
    let new = request.check()?;
    // In a task of its own, so that a caller that disconnects does not stop it between two recipients.
    let sending = tokio::spawn(async move { messages::send(&network, &number, new).await });
    let id = sending.await.map_err(anyhow::Error::from)??;
    Ok(data(SendResponse { id }))
}

impl SendRequest {
    fn check(self) -> Result<NewMessage, ApiError> {
        if self.text.is_empty() || self.text.chars().count() > MAX_TEXT {
            let error = format!("text has 1 to {MAX_TEXT} characters");
            return Err(ApiError::bad_request("invalid_text", error));
        }
        Ok(NewMessage {
            text: self.text,
            to: self.to.as_deref().map(phone::digits).transpose()?,
            quoted_id: self.quoted_id,
            unavailable: self.unavailable,
            old_key: self.rotations_ago,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InboxMessage {
    id: String,
    from: String,
    to: String,
    /// Sent by one of the account's own linked devices.
    from_me: bool,
    text: String,
    /// Seconds since 1970.
    at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_id: Option<String>,
}

impl InboxMessage {
    fn of(message: &TextMessage, number: &str) -> InboxMessage {
        InboxMessage {
            id: message.id.clone(),
            from: format!("+{}", message.from),
            to: format!("+{}", message.to),
            from_me: message.from == number,
            text: message.text.clone(),
            at: message.at,
            quoted_id: message.quoted.as_ref().map(|quote| quote.id.clone()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ReadResponse {
    /// How many messages were read.
    read: usize,
}

/// The phone's owner reads all chats.
pub(super) async fn read(
    State(network): State<Arc<Network>>,
    Number(number): Number,
) -> Result<Json<Data<ReadResponse>>, ApiError> {
    let phone = find(&network, &number)?;
    let read = messages::read_chats(&network, &phone);
    Ok(data(ReadResponse { read }))
}

pub(super) async fn inbox(
    State(network): State<Arc<Network>>,
    Number(number): Number,
) -> Result<Json<Data<Vec<InboxMessage>>>, ApiError> {
    let phone = find(&network, &number)?;
    let messages = phone.inbox.messages().iter();
    Ok(data(
        messages
            .map(|message| InboxMessage::of(message, &number))
            .collect(),
    ))
}
