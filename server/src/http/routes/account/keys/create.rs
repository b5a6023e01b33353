//! `POST /api/account/keys`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::api::account::{CreateKey, Key};

use crate::account::Accounts;
use crate::account::create_key::{self, NewKey};
use crate::account::keys::Actor;
use crate::domain::api_key::{Label, Lifetime};
use crate::domain::scope::Scopes;
use crate::http::error::ApiError;
use crate::http::extract::{Body, KeyHolder};
use crate::http::headers::{PRIVATE, Private};
use crate::http::view;

/// Create an API key.
///
/// A key can give only scopes that it has. Unless it has all scopes, the new key expires no later than it does.
#[utoipa::path(
    post,
    path = "/api/account/keys",
    operation_id = "createKey",
    tag = "Account",
    security(("apiKey" = [])),
    request_body = CreateKey,
    responses((status = 201, description = "The key; returned only here.", body = Data<Key>)),
    extensions(("x-errors" = json!(["invalid_label", "invalid_lifetime", "invalid_scopes", "scope_not_held"]))),
)]
pub(in crate::http) async fn post(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
    Body(body): Body<CreateKey>,
) -> Result<(StatusCode, Private, Json<Data<Key>>), ApiError> {
    let new_key = new_key(&body.label, body.lifetime_days, &body.scopes)?;
    let tenant_id = key.tenant.id();
    let created = create_key::create(&accounts, &Actor::Key(key), &tenant_id, new_key).await?;
    let data = view::new_key(created);
    Ok((StatusCode::CREATED, PRIVATE, Json(Data { data })))
}

/// Validates the request.
pub(in crate::http) fn new_key(
    label: &str,
    lifetime_days: Option<i64>,
    scopes: &[String],
) -> Result<NewKey, ApiError> {
    Ok(NewKey {
        label: Label::parse(label)?,
        lifetime: lifetime_days.map_or_else(|| Ok(Lifetime::default()), Lifetime::days)?,
        scopes: Scopes::from_names(scopes.iter().map(String::as_str))?,
    })
}
