//! Adding numbers, and messages that customers write to them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::{no_account, overview};
use crate::meta::{Hosting, Meta, NewNumber};
use crate::phone;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewNumberRequest {
    waba_id: String,
    #[serde(flatten)]
    number: NewNumber,
}

pub(super) async fn add(
    State(meta): State<Arc<Meta>>,
    Body(request): Body<NewNumberRequest>,
) -> Result<(StatusCode, Json<Data<Value>>), ApiError> {
    let digits = phone::digits(&request.number.phone_number)?;
    let view = meta.store.change(|state| {
        if !state.accounts.contains_key(&request.waba_id) {
            return Err(no_account());
        }
        let id = state.add_number(&request.waba_id, digits, request.number);
        Ok(state.numbers.get(&id).map(overview::number))
    })?;
    Ok((StatusCode::CREATED, data(json!(view))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IncomingMessage {
    from: String,
    name: Option<String>,
    text: String,
}

pub(super) async fn receive(
    State(meta): State<Arc<Meta>>,
    Path(number): Path<String>,
    Body(message): Body<IncomingMessage>,
) -> Result<Json<Data<Value>>, ApiError> {
    let from = phone::digits(&message.from)?;
    let number = find(&meta, &number)?;
    let now = meta.now();
    meta.store.change(|state| {
        if let Some(number) = state.numbers.get_mut(&number.id) {
            number.last_received.insert(from.clone(), now);
        }
        anyhow::Ok(())
    })?;
    let name = message.name.unwrap_or_else(|| format!("Customer {from}"));
    let webhooks = crate::meta::receive(&meta, &number, &from, &name, &message.text);
    Ok(data(json!({ "webhooks": webhooks })))
}

/// The number that a customer writes to. Nobody reaches one that is not registered.
fn find(meta: &Meta, id_or_digits: &str) -> Result<crate::meta::Number, ApiError> {
    let number = meta.store.read().find_number(id_or_digits).cloned();
    let number = number.ok_or_else(|| {
        ApiError::not_found("number_not_found", "Meta has no number with this id")
    })?;
    if number.hosting == Hosting::Unregistered {
        let error = "the number is not registered, so nobody can write to it";
        return Err(ApiError::unprocessable("number_not_registered", error));
    }
    Ok(number)
}
