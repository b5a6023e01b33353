//! `GET /api/account/keys/{id}`

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::account::Key;

use crate::account::Accounts;
use crate::account::keys::{self, Actor};
use crate::domain::id::KeyId;
use crate::http::error::ApiError;
use crate::http::extract::{Id, KeyHolder};
use crate::http::view;

/// Get a key.
#[utoipa::path(
    get,
    path = "/api/account/keys/{id}",
    operation_id = "getKey",
    tag = "Account",
    security(("apiKey" = [])),
    params(("id" = String, Path, description = "The key's id, `key_…`.")),
    responses((status = 200, description = "The key, without its secret.", body = Data<Key>)),
    extensions(("x-errors" = json!(["api_key_not_found"]))),
)]
pub(in crate::http) async fn get(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
    Id(id): Id<KeyId>,
) -> Result<Json<Data<Key>>, ApiError> {
    let found = keys::find(&accounts, &Actor::Key(key), &id).await?;
    Ok(Json(Data {
        data: view::key(&found),
    }))
}
