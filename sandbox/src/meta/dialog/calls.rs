//! What the page calls: adding and verifying a number.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::session::Dialog;
use crate::meta::Meta;
use crate::meta::model::{Hosting, NewNumber, Number};

/// A failed call: the sentence that the page shows.
pub(super) type CallError = (StatusCode, Json<Value>);
type CallReply = Result<Json<Value>, CallError>;

pub(super) fn rejected(text: &str) -> CallError {
    let body = json!({ "error": text });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body))
}

pub(super) fn find(meta: &Meta, id: &str) -> Result<Dialog, CallError> {
    let dialog = meta.dialogs.get(id);
    dialog.ok_or_else(|| rejected("This window is out of date. Close it and start again."))
}

pub(super) fn number_view(number: &Number) -> Value {
    json!({
        "id": number.id,
        "display": number.display(),
        "name": number.verified_name,
        "onBusinessApp": number.hosting == Hosting::BusinessApp,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AddNumber {
    account_id: String,
    phone_number: String,
    name: String,
}

/// Adds a number and "sends" an SMS with a code, which the page shows.
pub(super) async fn add_number(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
    Json(request): Json<AddNumber>,
) -> CallReply {
    let mut dialog = find(&meta, &id)?;
    let number = new_number(&meta, request)?;
    let code = rand::random_range(100_000..1_000_000_u32).to_string();
    dialog.sms_codes.insert(number.id.clone(), code.clone());
    meta.dialogs.put(dialog);
    Ok(Json(
        json!({ "number": number_view(&number), "code": code }),
    ))
}

fn new_number(meta: &Meta, request: AddNumber) -> Result<Number, CallError> {
    let letters = request.phone_number.chars();
    let digits: String = letters.filter(char::is_ascii_digit).collect();
    if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
        return Err(rejected(
            "Enter the number with its country code, like +55 11 91234-5678.",
        ));
    }
    let state = meta.store.read();
    if !state.accounts.contains_key(&request.account_id) {
        return Err(rejected("This business is not here any more."));
    }
    if state.find_number(&digits).is_some() {
        return Err(rejected("This number belongs to another account."));
    }
    let new = NewNumber {
        phone_number: String::new(),
        verified_name: Some(request.name).filter(|name| !name.trim().is_empty()),
        hosting: Hosting::Unregistered,
        pin: None,
        verified: false,
    };
    let added = meta.store.change(|state| {
        let id = state.add_number(&request.account_id, digits, new);
        anyhow::Ok(state.numbers[&id].clone())
    });
    added.map_err(|_| rejected("The number could not be saved."))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VerifyNumber {
    number_id: String,
    code: String,
}

pub(super) async fn verify_number(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
    Json(request): Json<VerifyNumber>,
) -> CallReply {
    let dialog = find(&meta, &id)?;
    if dialog.sms_codes.get(&request.number_id) != Some(&request.code) {
        return Err(rejected(
            "This is not the code. Check it and enter it again.",
        ));
    }
    let verified = meta.store.change(|state| {
        if let Some(number) = state.numbers.get_mut(&request.number_id) {
            number.verified = true;
        }
        anyhow::Ok(())
    });
    verified.map_err(|_| rejected("The number could not be saved."))?;
    Ok(Json(json!({})))
}
