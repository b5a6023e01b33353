//! A JSON object as body, or a sentence about what is wrong with it.

use axum::Json;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::http::error::ApiError;

pub(in crate::http) struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        // An object first: serde would also take a list for a struct, field by field.
        let Json(object) = Json::<Map<String, Value>>::from_request(request, state).await?;
        let value = serde_json::from_value(Value::Object(object));
        value
            .map(Body)
            .map_err(|error| ApiError::Json(error.to_string()))
    }
}
