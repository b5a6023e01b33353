//! The input of a call: a JSON body, and the phone number in the path.

use axum::extract::{FromRequest, FromRequestParts, Json, Path, Request};
use axum::http::request::Parts;
use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::reply::ApiError;
use crate::phone;

/// A JSON body. A body that does not match its type is rejected with the reason.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, ApiError> {
        let body = Json::<T>::from_request(request, state).await;
        let Json(body) =
            body.map_err(|error| ApiError::bad_request("invalid_body", error.body_text()))?;
        Ok(Body(body))
    }
}

/// A JSON body that may be missing, which means the same as an empty object.
pub(super) struct OptionalBody<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for OptionalBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<OptionalBody<T>, ApiError> {
        let text = Bytes::from_request(request, state).await;
        let text =
            text.map_err(|error| ApiError::bad_request("invalid_body", error.body_text()))?;
        if text.is_empty() {
            return Ok(OptionalBody(T::default()));
        }
        let body = serde_json::from_slice(&text);
        let body =
            body.map_err(|error| ApiError::bad_request("invalid_body", error.to_string()))?;
        Ok(OptionalBody(body))
    }
}

/// The digits of the number in `/sandbox/phones/{number}/…`, which may have a plus sign.
pub(super) struct Number(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Number, ApiError> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) =
            path.map_err(|error| ApiError::bad_request("invalid_path", error.body_text()))?;
        Ok(Number(phone::digits(&text)?))
    }
}
