//! The session an address names, if it is the caller's. Another tenant's session does not exist.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;

use super::{Manages, Reads};
use crate::app::App;
use crate::domain::session::Session;
use crate::http::error::{ApiError, ErrorCode};
use crate::sessions::find;

/// A session the caller may look at.
pub(in crate::http) struct Seen(pub Session);

/// A session the caller may start, stop, pair and delete.
pub(in crate::http) struct Managed(pub Session);

#[derive(Deserialize)]
struct Named {
    session: String,
}

impl FromRequestParts<App> for Seen {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Reads::from_request_parts(parts, app).await?;
        named(parts, app, &caller.tenant_id).await.map(Seen)
    }
}

impl FromRequestParts<App> for Managed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Manages::from_request_parts(parts, app).await?;
        named(parts, app, &caller.tenant_id).await.map(Managed)
    }
}

async fn named(parts: &mut Parts, app: &App, tenant_id: &str) -> Result<Session, ApiError> {
    let path = Path::<Named>::from_request_parts(parts, app).await;
    let Path(Named { session }) = path.map_err(|_| ErrorCode::SessionNotFound)?;
    let found = find::find(&app.sessions, tenant_id, &session).await?;
    found.ok_or(ErrorCode::SessionNotFound.into())
}
