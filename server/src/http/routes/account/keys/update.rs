//! `PATCH /api/account/keys/{id}`: changes a key's label, or disables and enables it.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::account::{Key, UpdateKey};

use crate::account::Accounts;
use crate::account::keys::{self, Actor};
use crate::domain::api_key::{KeyChange, Label};
use crate::domain::id::KeyId;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Id, KeyHolder};
use crate::http::view;

/// Change the label of a key, or disable or enable it.
///
/// Absent fields stay unchanged; neither field can be `null`.
#[utoipa::path(
    patch,
    path = "/api/account/keys/{id}",
    operation_id = "updateKey",
    tag = "Account",
    security(("apiKey" = [])),
    params(("id" = String, Path, description = "The key's id, `key_…`.")),
    request_body = UpdateKey,
    responses((status = 200, description = "The key.", body = Data<Key>)),
    extensions(("x-errors" = json!(["api_key_not_found", "invalid_label"]))),
)]
pub(in crate::http) async fn patch(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
    Id(id): Id<KeyId>,
    Body(body): Body<UpdateKey>,
) -> Result<Json<Data<Key>>, ApiError> {
    let updated = keys::update(&accounts, &Actor::Key(key), &id, change(&body)?).await?;
    Ok(Json(Data {
        data: view::key(&updated),
    }))
}

pub(in crate::http) fn change(body: &UpdateKey) -> Result<KeyChange, ApiError> {
    Ok(KeyChange {
        label: body.label.as_deref().map(Label::parse).transpose()?,
        is_active: body.is_active,
    })
}
