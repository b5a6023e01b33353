//! `/webhooks/meta/{app}`: the webhooks that Meta sends. Each app has an address of its own, because each signs with its
//! own secret.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use crate::domain::id::MetaAppKey;
use crate::domain::meta_app::MetaApp;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Id, QueryParameters};
use crate::meta::webhook;
use crate::sessions::{Sessions, meta_events};

/// Meta expects an answer at once. What takes longer goes on, and Meta sends it again.
const TIMEOUT: Duration = Duration::from_millis(900);

#[derive(Deserialize)]
pub(in crate::http) struct Challenge {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.verify_token")]
    verify_token: Option<String>,
}

/// Meta checks that the address is ours.
pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    Id(key): Id<MetaAppKey>,
    QueryParameters(query): QueryParameters<Challenge>,
) -> Result<Response, ApiError> {
    find(&sessions, &key).await?;
    let offered = query.verify_token.unwrap_or_default();
    let expected = sessions.meta.verify_token(&key);
    let is_right: bool = offered.as_bytes().ct_eq(expected.as_bytes()).into();
    match query.challenge {
        Some(challenge) if is_right && query.mode.as_deref() == Some("subscribe") => {
            Ok(challenge.into_response())
        }
        _ => Err(ErrorCode::InvalidVerifyToken.into()),
    }
}

pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    Id(key): Id<MetaAppKey>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let app = find(&sessions, &key).await?;
    let signature = headers.get("x-hub-signature-256");
    let signature = signature.and_then(|value| value.to_str().ok());
    if !webhook::verify(&app.secret, &body, signature.unwrap_or_default()) {
        return Err(ErrorCode::InvalidSignature.into());
    }
    let Ok(body) = serde_json::from_slice(&body) else {
        // Signed, so it is Meta's; sending it again would not help.
        return Ok(StatusCode::OK);
    };
    store(&sessions, key, webhook::changes(&body)).await
}

async fn store(
    sessions: &Sessions,
    key: MetaAppKey,
    changes: Vec<webhook::Change>,
) -> Result<StatusCode, ApiError> {
    let (done, stored) = tokio::sync::oneshot::channel();
    let background = sessions.clone();
    sessions.tasks.spawn(async move {
        let outcome = meta_events::store(&background, &key, changes).await;
        if let Err(error) = &outcome {
            tracing::error!(%error, "a webhook of Meta is not stored; Meta sends it again");
        }
        let _ = done.send(outcome);
    });
    match tokio::time::timeout(TIMEOUT, stored).await {
        Ok(Ok(outcome)) => {
            outcome?;
            Ok(StatusCode::OK)
        }
        _ => Err(ErrorCode::Timeout.into()),
    }
}

async fn find(sessions: &Sessions, key: &MetaAppKey) -> Result<MetaApp, ApiError> {
    let app = sessions.meta.find(&sessions.store, key).await?;
    app.ok_or_else(|| ErrorCode::NoSuchRoute.into())
}
