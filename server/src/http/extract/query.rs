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
        asked.map(|Query(asked)| QueryParameters(asked)).map_err(|_| {
            ApiError::with(ErrorCode::InvalidQuery,
                "What stands behind the `?` could not be read. Say each parameter once, as the API \
                 document names it.",
            )
        })
    }
}
