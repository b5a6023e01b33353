//! `GET /debug_token`: what a token is, for the app that it belongs to.

use serde_json::{Value, json};

use super::Reply;
use super::access;
use super::error::GraphError;
use super::request::GraphRequest;
use super::token_error::{invalid_token, no_token, state_error, unparsable};
use crate::meta::Meta;
use crate::meta::model::{MetaApp, Token};
use crate::meta::state::State;

/// How long a token without an end may read data.
const DATA_ACCESS_SECONDS: u64 = 90 * 24 * 3600;

pub(super) fn debug_token(meta: &Meta, request: &GraphRequest) -> Reply {
    let state = meta.store.read();
    let own = request.token().ok_or_else(no_token)?;
    let app = find_app(&state, &own)?;
    access::check_proof(app, &own, request)?;
    let value = request.required("input_token")?;
    let Some(token) = state.tokens.get(&value) else {
        return Ok(invalid("Invalid OAuth access token.", None));
    };
    if token.app_id != app.app_id {
        let message = "The App_id in the input_token did not match the Viewing App";
        return Err(GraphError::numbered(100, message));
    }
    Ok(json!({ "data": description(app, token, meta.now()) }))
}

/// The app of an app token, `APP_ID|APP_SECRET`, or of a business token.
fn find_app<'a>(state: &'a State, token: &str) -> Result<&'a MetaApp, GraphError> {
    let Some((id, secret)) = token.split_once('|') else {
        let token = state.tokens.get(token).ok_or_else(unparsable)?;
        return state.apps.get(&token.app_id).ok_or_else(unparsable);
    };
    let app = state.apps.get(id).ok_or_else(unparsable)?;
    if app.app_secret != secret {
        let message = "Invalid OAuth access token signature.";
        return Err(invalid_token(message));
    }
    Ok(app)
}

fn invalid(message: &str, subcode: Option<u32>) -> Value {
    let mut error = json!({ "code": 190, "message": message });
    if let Some(subcode) = subcode {
        error["subcode"] = json!(subcode);
    }
    json!({ "data": { "error": error, "is_valid": false, "scopes": [] } })
}

fn description(app: &MetaApp, token: &Token, now: u64) -> Value {
    let error = state_error(token, now);
    let mut data = json!({
        "app_id": token.app_id,
        "type": "SYSTEM_USER",
        "application": "Sandbox",
        "data_access_expires_at": token.issued_at + DATA_ACCESS_SECONDS,
        "expires_at": token.expires_at,
        "is_valid": error.is_none(),
        "issued_at": token.issued_at,
        "scopes": token.scopes,
        "granular_scopes": granular_scopes(app, token),
        "user_id": token.user_id,
    });
    if let Some((subcode, message)) = error {
        data["error"] = invalid(&message, Some(subcode))["data"]["error"].take();
    }
    data
}

fn granular_scopes(app: &MetaApp, token: &Token) -> Vec<Value> {
    let scopes = token.scopes.iter();
    scopes
        .map(|scope| match app.target_ids {
            true => json!({ "scope": scope, "target_ids": token.account_ids }),
            false => json!({ "scope": scope }),
        })
        .collect()
}
