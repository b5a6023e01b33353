//! The tenant's backend, by its API key. The key is checked without a database read.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::app::App;
use crate::domain::scope::Scopes;
use crate::http::error::ApiError;
use crate::token::api_key::{ApiKey, BadApiKey};

/// A caller whose key may look at sessions.
pub(in crate::http) struct Reads {
    pub tenant_id: String,
}

/// A caller whose key may create, start, stop and pair sessions.
pub(in crate::http) struct Manages {
    pub tenant_id: String,
}

/// A caller whose key may send messages.
pub(in crate::http) struct Writes {
    pub tenant_id: String,
}

/// A caller whose key may set up webhooks.
pub(in crate::http) struct ManagesWebhooks {
    pub tenant_id: String,
}

impl FromRequestParts<App> for ManagesWebhooks {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        caller(parts, app, Scopes::WEBHOOKS_MANAGE, "webhooks:manage")
            .map(|tenant_id| ManagesWebhooks { tenant_id })
    }
}

impl FromRequestParts<App> for Writes {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        caller(parts, app, Scopes::MESSAGES_WRITE, "messages:write")
            .map(|tenant_id| Writes { tenant_id })
    }
}

impl FromRequestParts<App> for Reads {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        caller(parts, app, Scopes::SESSIONS_READ, "sessions:read")
            .map(|tenant_id| Reads { tenant_id })
    }
}

impl FromRequestParts<App> for Manages {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        caller(parts, app, Scopes::SESSIONS_MANAGE, "sessions:manage")
            .map(|tenant_id| Manages { tenant_id })
    }
}

fn caller(
    parts: &Parts,
    app: &App,
    needed: Scopes,
    name: &'static str,
) -> Result<String, ApiError> {
    let key = ApiKey::verify(
        bearer(parts).ok_or(ApiError::MissingKey)?,
        &app.api_keys,
        app.now(),
    )
    .map_err(|bad| match bad {
        BadApiKey::Forged => ApiError::BadKey,
        BadApiKey::Expired => ApiError::ExpiredKey,
    })?;
    if key.scopes.allow(needed) {
        Ok(key.tenant.id())
    } else {
        Err(ApiError::Scope(name))
    }
}

/// What stands behind `Authorization: Bearer`.
pub(super) fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, credential) = parts
        .headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(credential.trim())
}
