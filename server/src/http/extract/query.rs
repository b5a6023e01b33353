//! The query parameters, or an error that says what is wrong with them.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::http::error::{ApiError, ErrorCode};

pub(in crate::http) struct QueryParameters<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParameters<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        // Postgres rejects a NUL.
        let asked = asked.ok().filter(|_| !has_nul(parts));
        asked.map(|Query(asked)| QueryParameters(asked)).ok_or_else(|| {
            ApiError::with(ErrorCode::InvalidQuery,
                "What stands behind the `?` could not be read. Say each parameter once, as the API \
                 document names it.",
            )
        })
    }
}

fn has_nul(parts: &Parts) -> bool {
    parts.uri.query().is_some_and(|query| query.contains("%00"))
}
