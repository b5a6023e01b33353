//! Adding businesses and WABAs, each with any count of numbers.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::overview;
use crate::meta::{Meta, NewNumber};
use crate::phone;

type Added = Result<(StatusCode, Json<Data<Value>>), ApiError>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBusiness {
    name: String,
    #[serde(default)]
    numbers: Vec<NewNumber>,
}

pub(super) async fn add(State(meta): State<Arc<Meta>>, Body(request): Body<NewBusiness>) -> Added {
    let numbers = check(request.numbers)?;
    let id = meta.store.change(|state| {
        let business = state.add_business(&request.name);
        let account = state.add_account(&request.name, &business);
        for (digits, number) in numbers {
            state.add_number(&account, digits, number);
        }
        anyhow::Ok(business)
    })?;
    let view = overview::business(&meta.store.read(), &id);
    Ok((StatusCode::CREATED, data(view)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewAccount {
    business_id: String,
    name: String,
    templates: Option<Vec<String>>,
    #[serde(default)]
    numbers: Vec<NewNumber>,
}

pub(super) async fn add_account(
    State(meta): State<Arc<Meta>>,
    Body(request): Body<NewAccount>,
) -> Added {
    let numbers = check(request.numbers)?;
    let view = meta.store.change(|state| {
        if !state.businesses.contains_key(&request.business_id) {
            let error = "Meta has no business with this id";
            return Err(ApiError::not_found("business_not_found", error));
        }
        let id = state.add_account(&request.name, &request.business_id);
        for (digits, number) in numbers {
            state.add_number(&id, digits, number);
        }
        let account = state.accounts.get_mut(&id).ok_or_else(super::no_account)?;
        if let Some(templates) = request.templates {
            account.templates = templates;
        }
        let account = account.clone();
        Ok(overview::account(state, &account))
    })?;
    Ok((StatusCode::CREATED, data(view)))
}

/// The digits of each number.
pub(super) fn check(numbers: Vec<NewNumber>) -> Result<Vec<(String, NewNumber)>, ApiError> {
    let numbers = numbers.into_iter();
    numbers
        .map(|number| Ok((phone::digits(&number.phone_number)?, number)))
        .collect()
}
