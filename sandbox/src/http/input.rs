//! What a call is given: a JSON body that must fit exactly, and the number in its path.

use axum::extract::{FromRequest, FromRequestParts, Json, Path, Request};
use axum::http::request::Parts;
use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::reply::Failure;
use crate::phone;

/// A JSON body. What does not fit is refused with what was wrong; unknown fields do not fit.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Failure> {
        let body = Json::<T>::from_request(request, state).await;
        let Json(body) =
            body.map_err(|refused| Failure::bad_request("invalid_body", refused.body_text()))?;
        Ok(Body(body))
    }
}

/// A JSON body that may be left out altogether, which means the same as an empty object.
pub(super) struct OptionalBody<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for OptionalBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<OptionalBody<T>, Failure> {
        let text = Bytes::from_request(request, state).await;
        let text =
            text.map_err(|refused| Failure::bad_request("invalid_body", refused.body_text()))?;
        if text.is_empty() {
            return Ok(OptionalBody(T::default()));
        }
        let body = serde_json::from_slice(&text);
        let body = body.map_err(|error| Failure::bad_request("invalid_body", error.to_string()))?;
        Ok(OptionalBody(body))
    }
}

/// The number in `/sandbox/phones/{number}/…`, as digits, whether or not it came with a plus sign.
pub(super) struct Number(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Number, Failure> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) =
            path.map_err(|refused| Failure::bad_request("invalid_path", refused.body_text()))?;
        Ok(Number(phone::digits(&text)?))
    }
}
