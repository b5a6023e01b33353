//! `GET /api/account/keys`

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::account::Key;

use crate::account::Accounts;
use crate::account::keys::{self, Actor};
use crate::http::error::ApiError;
use crate::http::extract::KeyHolder;
use crate::http::view;

/// List the keys that this key can access.
///
/// These are the keys of its tenant whose scopes it has itself.
#[utoipa::path(
    get,
    path = "/api/account/keys",
    operation_id = "listKeys",
    tag = "Account",
    security(("apiKey" = [])),
    responses((status = 200, description = "Keys, oldest first.", body = Data<Vec<Key>>)),
)]
pub(in crate::http) async fn get(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
) -> Result<Json<Data<Vec<Key>>>, ApiError> {
    let tenant_id = key.tenant.id();
    let keys = keys::list(&accounts, &Actor::Key(key), Some(&tenant_id)).await?;
    let data = keys.iter().map(view::key).collect();
    Ok(Json(Data { data }))
}
