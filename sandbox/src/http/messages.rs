//! A phone's messages: writing one, and reading what came.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::input::{Body, Number};
use super::phones::find;
use super::reply::{Data, Failure, data};
use crate::messages::{self, Draft};
use crate::network::Network;
use crate::phone;
use crate::phone::mail::Letter;

/// WhatsApp's own limit.
const LONGEST_TEXT: usize = 65_536;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Send {
    text: String,
    to: Option<String>,
    quoted_id: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Sent {
    id: String,
}

pub(super) async fn send(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(send): Body<Send>,
) -> Result<Json<Data<Sent>>, Failure> {
    let draft = send.check()?;
    // A caller that hangs up must not leave a message with some of its recipients only.
    let writing = tokio::spawn(async move { messages::write(&network, &number, draft).await });
    let id = writing.await.map_err(anyhow::Error::from)??;
    Ok(data(Sent { id }))
}

impl Send {
    fn check(self) -> Result<Draft, Failure> {
        if self.text.is_empty() || self.text.chars().count() > LONGEST_TEXT {
            let error = format!("text has 1 to {LONGEST_TEXT} characters");
            return Err(Failure::bad_request("invalid_text", error));
        }
        Ok(Draft {
            text: self.text,
            to: self.to.as_deref().map(phone::digits).transpose()?,
            quoted_id: self.quoted_id,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Received {
    id: String,
    from: String,
    to: String,
    /// Written by one of the account's own linked devices.
    from_me: bool,
    text: String,
    /// Seconds since 1970.
    at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_id: Option<String>,
}

impl Received {
    fn of(letter: &Letter, number: &str) -> Received {
        Received {
            id: letter.id.clone(),
            from: format!("+{}", letter.from),
            to: format!("+{}", letter.to),
            from_me: letter.from == number,
            text: letter.text.clone(),
            at: letter.at,
            quoted_id: letter.quoted.as_ref().map(|quote| quote.id.clone()),
        }
    }
}

pub(super) async fn inbox(
    State(network): State<Arc<Network>>,
    Number(number): Number,
) -> Result<Json<Data<Vec<Received>>>, Failure> {
    let phone = find(&network, &number)?;
    let letters = phone.inbox.letters().iter();
    Ok(data(
        letters
            .map(|letter| Received::of(letter, &number))
            .collect(),
    ))
}
