//! The tenant's backend, authenticated by its API key without a database query.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::account::key_cache::KeyError;
use crate::app::App;
use crate::domain::id::TenantId;
use crate::domain::scope::Scopes;
use crate::http::error::{ApiError, ErrorCode};
use crate::security::api_key::{ApiKey, BadApiKey};

/// The API key that a request brought, verified once for the rate limits and for the handler.
#[derive(Clone)]
pub(in crate::http) struct VerifiedKey(pub Result<ApiKey, BadApiKey>);

impl VerifiedKey {
    /// `None` if the request has no credential.
    pub(in crate::http) fn of(headers: &HeaderMap, app: &App) -> Option<Self> {
        let text = bearer(headers)?;
        let key = ApiKey::verify(text, &app.accounts.api_keys, app.now());
        Some(VerifiedKey(key))
    }
}

/// A caller with any valid key.
pub(in crate::http) struct KeyHolder {
    pub key: ApiKey,
}

/// The scopes that a handler requires.
pub(in crate::http) trait RequiredScopes {
    const SCOPES: Scopes;
    /// The name of the scope in the API.
    const NAME: &'static str;
}

/// A caller whose key has the scopes that `N` requires.
pub(in crate::http) struct Caller<N> {
    pub tenant_id: TenantId,
    required: PhantomData<N>,
}

macro_rules! callers {
    ($($(#[$doc:meta])* $caller:ident = $needs:ident: $scopes:ident, $name:literal;)*) => {
        $(
            pub(in crate::http) struct $needs;

            impl RequiredScopes for $needs {
                const SCOPES: Scopes = Scopes::$scopes;
                const NAME: &'static str = $name;
            }

            $(#[$doc])*
            pub(in crate::http) type $caller = Caller<$needs>;
        )*
    };
}

callers! {
    /// May read sessions.
    Reads = SessionsRead: SESSIONS_READ, "sessions:read";
    /// May create, start, stop and pair sessions.
    Manages = SessionsManage: SESSIONS_MANAGE, "sessions:manage";
    /// May send messages.
    Writes = MessagesWrite: MESSAGES_WRITE, "messages:write";
    /// May set up webhooks.
    ManagesWebhooks = WebhooksManage: WEBHOOKS_MANAGE, "webhooks:manage";
    /// Has every scope. Required for the settings of the tenant itself.
    Owner = Everything: ALL, "*";
}

impl<N: RequiredScopes> FromRequestParts<App> for Caller<N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let key = authenticate(parts, app)?;
        if !key.scopes.allow(N::SCOPES) {
            return Err(ApiError::scope(N::NAME));
        }
        Ok(Caller {
            tenant_id: key.tenant.id(),
            required: PhantomData,
        })
    }
}

impl FromRequestParts<App> for KeyHolder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let key = authenticate(parts, app)?;
        Ok(KeyHolder { key })
    }
}

fn authenticate(parts: &Parts, app: &App) -> Result<ApiKey, ApiError> {
    let VerifiedKey(key) = parts
        .extensions
        .get::<VerifiedKey>()
        .ok_or(ErrorCode::MissingApiKey)?;
    let accepted = app.accounts.key_cache.check(key.clone(), app.now());
    accepted.map_err(|error| {
        match error {
            KeyError::Invalid => ErrorCode::InvalidApiKey,
            KeyError::Expired => ErrorCode::ExpiredApiKey,
            KeyError::Disabled => ErrorCode::DisabledApiKey,
        }
        .into()
    })
}

/// The credential in `Authorization: Bearer`.
pub(in crate::http) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credential) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(credential.trim())
}
