//! The tenant's backend, by its API key. The key is checked without a database read.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::account::key_desk::NotLetIn;
use crate::app::App;
use crate::domain::scope::Scopes;
use crate::http::error::{ApiError, ErrorCode};
use crate::security::api_key::ApiKey;

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

/// A caller with any key that is good.
pub(in crate::http) struct Holder {
    pub key: ApiKey,
}

/// A caller whose key may set up webhooks.
pub(in crate::http) struct ManagesWebhooks {
    pub tenant_id: String,
}

impl FromRequestParts<App> for ManagesWebhooks {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let tenant_id = caller(parts, app, Scopes::WEBHOOKS_MANAGE, "webhooks:manage")?;
        Ok(ManagesWebhooks { tenant_id })
    }
}

/// A caller whose key may do everything: what concerns the tenant itself.
pub(in crate::http) struct Owner {
    pub tenant_id: String,
}

impl FromRequestParts<App> for Reads {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let tenant_id = caller(parts, app, Scopes::SESSIONS_READ, "sessions:read")?;
        Ok(Reads { tenant_id })
    }
}

impl FromRequestParts<App> for Manages {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let tenant_id = caller(parts, app, Scopes::SESSIONS_MANAGE, "sessions:manage")?;
        Ok(Manages { tenant_id })
    }
}

impl FromRequestParts<App> for Writes {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let tenant_id = caller(parts, app, Scopes::MESSAGES_WRITE, "messages:write")?;
        Ok(Writes { tenant_id })
    }
}

impl FromRequestParts<App> for Owner {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let tenant_id = caller(parts, app, Scopes::ALL, "*")?;
        Ok(Owner { tenant_id })
    }
}

impl FromRequestParts<App> for Holder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let key = let_in(parts, app)?;
        Ok(Holder { key })
    }
}

fn caller(
    parts: &Parts,
    app: &App,
    needed: Scopes,
    name: &'static str,
) -> Result<String, ApiError> {
    let key = let_in(parts, app)?;
    if key.scopes.allow(needed) {
        Ok(key.tenant.id())
    } else {
        Err(ApiError::scope(name))
    }
}

fn let_in(parts: &Parts, app: &App) -> Result<ApiKey, ApiError> {
    let text = bearer(&parts.headers).ok_or(ErrorCode::MissingApiKey)?;
    let key = app
        .accounts
        .key_desk
        .let_in(text, &app.accounts.api_keys, app.now());
    key.map_err(|why| match why {
        NotLetIn::Forged => ErrorCode::InvalidApiKey.into(),
        NotLetIn::Expired => ErrorCode::ExpiredApiKey.into(),
        NotLetIn::SwitchedOff => ErrorCode::DisabledApiKey.into(),
    })
}

/// What stands behind `Authorization: Bearer`.
pub(in crate::http) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credential) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(credential.trim())
}
