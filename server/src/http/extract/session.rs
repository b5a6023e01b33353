//! The session in the path, if it belongs to the caller's tenant. Otherwise it is not found.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;

use super::{Manages, Reads};
use crate::app::App;
use crate::domain::id::TenantId;
use crate::domain::session::Session;
use crate::http::error::{ApiError, ErrorCode};
use crate::sessions::find;

/// A session that the caller may read.
pub(in crate::http) struct ReadableSession(pub Session);

/// A session that the caller may start, stop, pair and delete.
pub(in crate::http) struct ManagedSession(pub Session);

#[derive(Deserialize)]
struct SessionPath {
    session: String,
}

impl FromRequestParts<App> for ReadableSession {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Reads::from_request_parts(parts, app).await?;
        find_session(parts, app, &caller.tenant_id)
            .await
            .map(ReadableSession)
    }
}

impl FromRequestParts<App> for ManagedSession {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Manages::from_request_parts(parts, app).await?;
        find_session(parts, app, &caller.tenant_id)
            .await
            .map(ManagedSession)
    }
}

async fn find_session(
    parts: &mut Parts,
    app: &App,
    tenant_id: &TenantId,
) -> Result<Session, ApiError> {
    let path = Path::<SessionPath>::from_request_parts(parts, app).await;
    let Path(SessionPath { session }) = path.map_err(|_| ErrorCode::SessionNotFound)?;
    // No name has one, and Postgres rejects it.
    if session.contains('\0') {
        return Err(ErrorCode::SessionNotFound.into());
    }
    let found = find::find(&app.sessions, tenant_id, &session).await?;
    found.ok_or(ErrorCode::SessionNotFound.into())
}
