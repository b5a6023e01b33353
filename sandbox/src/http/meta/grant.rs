//! A code without a dialog, and Meta's clock.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::{no_account, no_app};
use crate::meta::{Grant, Meta};

/// A larger step is taken for a mistake.
const MAX_STEP: u64 = 10 * 365 * 24 * 3600;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct GrantRequest {
    app_id: String,
    waba_ids: Vec<String>,
    redirect_uri: Option<String>,
}

pub(super) async fn issue_code(
    State(meta): State<Arc<Meta>>,
    Body(request): Body<GrantRequest>,
) -> Result<Json<Data<Value>>, ApiError> {
    let state = meta.store.read();
    if !state.apps.contains_key(&request.app_id) {
        return Err(no_app());
    }
    let accounts = request.waba_ids.iter().map(|id| state.accounts.get(id));
    let accounts: Option<Vec<_>> = accounts.collect();
    let accounts = accounts.ok_or_else(no_account)?;
    let first = accounts.first().ok_or_else(no_account)?;
    let grant = Grant {
        app_id: request.app_id,
        business_id: first.business_id.clone(),
        account_ids: request.waba_ids,
        redirect_uri: request.redirect_uri,
    };
    Ok(data(json!({ "code": meta.codes.issue(grant, meta.now()) })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ClockRequest {
    advance_seconds: u64,
}

pub(super) async fn advance_clock(
    State(meta): State<Arc<Meta>>,
    Body(request): Body<ClockRequest>,
) -> Result<Json<Data<Value>>, ApiError> {
    if request.advance_seconds > MAX_STEP {
        let error = "advanceSeconds is at most ten years";
        return Err(ApiError::bad_request("invalid_step", error));
    }
    meta.store.change(|state| {
        state.clock_ahead += request.advance_seconds;
        anyhow::Ok(())
    })?;
    Ok(data(json!({ "now": meta.now() })))
}
