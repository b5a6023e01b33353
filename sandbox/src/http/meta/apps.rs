//! Adding apps, and verifying their webhook addresses.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::{no_app, overview};
use crate::meta::{Meta, MetaApp};

pub(super) async fn add(
    State(meta): State<Arc<Meta>>,
    Body(app): Body<MetaApp>,
) -> Result<(StatusCode, Json<Data<Value>>), ApiError> {
    check(&app)?;
    let view = overview::app(&app);
    meta.add_app(app)?;
    Ok((StatusCode::CREATED, data(view)))
}

fn check(app: &MetaApp) -> Result<(), ApiError> {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    if !is_id(&app.app_id) || !is_id(&app.config_id) || app.app_secret.is_empty() {
        let error = "appId and configId are digits, and appSecret is not empty";
        return Err(ApiError::bad_request("invalid_app", error));
    }
    Ok(())
}

pub(super) async fn verify_webhook(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
) -> Result<Json<Data<Value>>, ApiError> {
    let app = meta
        .store
        .read()
        .apps
        .get(&id)
        .cloned()
        .ok_or_else(no_app)?;
    let (Some(url), Some(token)) = (app.webhook_url, app.verify_token) else {
        let error = "the app has no webhookUrl or no verifyToken";
        return Err(ApiError::unprocessable("no_webhook", error));
    };
    let challenge = meta.webhooks.challenge(&url, &token).await;
    challenge.map_err(|reason| ApiError::unprocessable("webhook_not_verified", reason))?;
    Ok(data(json!({ "verified": true })))
}
