//! `GET` and `POST /oauth/access_token`: a code becomes a business token.

use super::Reply;
use super::error::GraphError;
use super::request::GraphRequest;
use crate::meta::Meta;
use crate::meta::codes::{CodeError, Grant};
use crate::meta::model::{MetaApp, Token, TokenState};
use crate::meta::secret::new_token;
use serde_json::{Value, json};

const DAY: u64 = 24 * 3600;

pub(super) fn exchange(meta: &Meta, request: &GraphRequest) -> Reply {
    let app = check_app(meta, request)?;
    let code = request.param("code");
    let code = code.ok_or_else(|| GraphError::new(1, "Missing authorization code"))?;
    let redirect_uri = request.param("redirect_uri");
    let now = meta.now();
    let grant = meta
        .codes
        .take(&code, &app.app_id, redirect_uri.as_deref(), now)
        .map_err(code_error)?;
    let token = issue(meta, &app, grant, now)?;
    Ok(body(&token, now))
}

/// The app with this id and secret.
fn check_app(meta: &Meta, request: &GraphRequest) -> Result<MetaApp, GraphError> {
    let id = request.param("client_id");
    let id = id.ok_or_else(|| GraphError::new(101, "Missing client_id parameter."))?;
    let app = meta.store.read().apps.get(&id).cloned();
    let app = app.ok_or_else(|| {
        let reason = "Cannot get application info due to a system error.";
        GraphError::new(101, format!("Error validating application. {reason}"))
    })?;
    if request.param("client_secret").as_deref() != Some(&app.app_secret) {
        return Err(GraphError::new(1, "Error validating client secret."));
    }
    Ok(app)
}

fn code_error(error: CodeError) -> GraphError {
    let (subcode, message) = match error {
        CodeError::Unknown => (36009, "Invalid verification code format."),
        CodeError::Expired => (36007, "This authorization code has expired."),
        CodeError::Used => (36009, "This authorization code has been used."),
        CodeError::OtherRedirect => (
            36008,
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you \
             used in the OAuth dialog request",
        ),
    };
    GraphError::new(100, message).subcode(subcode)
}

fn issue(meta: &Meta, app: &MetaApp, grant: Grant, now: u64) -> anyhow::Result<Token> {
    meta.store.change(|state| {
        let token = Token {
            value: new_token(),
            app_id: app.app_id.clone(),
            business_id: grant.business_id,
            user_id: state.new_id(4),
            account_ids: grant.account_ids,
            scopes: app.permissions.clone(),
            issued_at: now,
            expires_at: app.token_days.map_or(0, |days| now + days * DAY),
            state: TokenState::Valid,
        };
        state.tokens.insert(token.value.clone(), token.clone());
        Ok(token)
    })
}

fn body(token: &Token, now: u64) -> Value {
    let mut body = json!({ "access_token": token.value, "token_type": "bearer" });
    if token.expires_at != 0 {
        body["expires_in"] = json!(token.expires_at - now);
    }
    body
}
