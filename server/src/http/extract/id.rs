//! An id in the path. A path that is not valid UTF-8 is not found.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use crate::http::error::{ApiError, ErrorCode};

pub(in crate::http) struct Id<I>(pub I);

impl<S: Send + Sync, I: From<String>> FromRequestParts<S> for Id<I> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Id(I::from(id)))
            .map_err(|_| ErrorCode::NoSuchRoute.into())
    }
}
