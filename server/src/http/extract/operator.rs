//! The operator, authenticated by the master key.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::tenant::bearer;
use crate::app::App;
use crate::http::error::{ApiError, ErrorCode};

pub(in crate::http) struct Operator;

impl FromRequestParts<App> for Operator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match bearer(&parts.headers) {
            None => Err(ErrorCode::MissingMasterKey.into()),
            Some(offered) if app.accounts.master_key.matches(offered) => Ok(Operator),
            Some(_) => Err(ErrorCode::InvalidMasterKey.into()),
        }
    }
}
