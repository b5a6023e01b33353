//! `DELETE /api/account/keys/{id}`

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::known::DeletedById;
use serde_json::Value;

use crate::account::Accounts;
use crate::account::keys::{self, Actor};
use crate::domain::id::KeyId;
use crate::http::error::ApiError;
use crate::http::extract::{Id, KeyHolder};
use crate::http::view;

/// Delete a key.
///
/// It is rejected from now on.
#[utoipa::path(
    delete,
    path = "/api/account/keys/{id}",
    operation_id = "deleteKey",
    tag = "Account",
    security(("apiKey" = [])),
    params(("id" = String, Path, description = "The key's id, `key_…`.")),
    responses((status = 200, description = "It is deleted.", body = Data<DeletedById>)),
    extensions(("x-errors" = json!(["api_key_not_found"]))),
)]
pub(in crate::http) async fn delete(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
    Id(id): Id<KeyId>,
) -> Result<Json<Value>, ApiError> {
    keys::delete(&accounts, &Actor::Key(key), &id).await?;
    Ok(Json(view::deleted("id", &id)))
}
