//! `DELETE /api/account/keys/{id}`

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;

use crate::account::keys::{self, Actor};
use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Holder;
use crate::http::view;

pub(in crate::http) async fn delete(
    State(app): State<App>,
    Holder { key }: Holder,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    keys::delete(&app, &Actor::Key(key), &id).await?;
    Ok(Json(view::deleted("id", &id)))
}
