//! A JSON object as body, or an error that says what is wrong with it.

use axum::Json;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::http::error::ApiError;

pub(in crate::http) struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        // Only objects are accepted, because serde would also read a list as a struct, field by field.
        let Json(object) = Json::<Map<String, Value>>::from_request(request, state).await?;
        let object = Value::Object(object);
        if has_nul(&object) {
            return Err(ApiError::json(
                "it has the character U+0000 in a text, which cannot be kept; leave it out"
                    .to_owned(),
            ));
        }
        let value = serde_json::from_value(object);
        value
            .map(Body)
            .map_err(|error| ApiError::json(error.to_string()))
    }
}

/// Postgres rejects this character in text.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(object) => object
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
