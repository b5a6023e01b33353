//! An id in the path. A path that is not valid UTF-8, or has a NUL, is not found: no id has one, and Postgres rejects
//! it.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use crate::http::error::{ApiError, ErrorCode};

pub(in crate::http) struct Id<I>(pub I);

impl<S: Send + Sync, I: From<String>> FromRequestParts<S> for Id<I> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        match path {
            Ok(Path(id)) if !id.contains('\0') => Ok(Id(I::from(id))),
            _ => Err(ErrorCode::NoSuchRoute.into()),
        }
    }
}
