//! `/admin/keys`: any tenant's keys.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::account::{CreateTenantKey, Key, UpdateKey};
use protocol::api::known::DeletedById;
use protocol::api::{Data, Page};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::account::Accounts;
use crate::account::create_key;
use crate::account::keys::{self, Actor};
use crate::domain::id::{KeyId, TenantId};
use crate::domain::paging::List;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Id, ListParameters, ListQuery, Operator, QueryParameters};
use crate::http::headers::{PRIVATE, Private};
use crate::http::routes::account::keys::create::new_key;
use crate::http::routes::account::keys::update::change;
use crate::http::view;

#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Filter {
    /// Only this tenant's keys.
    tenant_id: Option<String>,
}

/// List all keys, or those of one tenant, oldest first.
#[utoipa::path(
    get,
    path = "/admin/keys",
    operation_id = "listTenantKeys",
    tag = "Operator",
    security(("masterKey" = [])),
    params(Filter, ListParameters),
    responses((status = 200, description = "A page of keys.", body = Page<Key>)),
)]
pub(in crate::http) async fn list(
    State(accounts): State<Accounts>,
    _: Operator,
    QueryParameters(filter): QueryParameters<Filter>,
    query: ListQuery,
) -> Result<Json<Page<Key>>, ApiError> {
    let tenant_id = filter.tenant_id.map(TenantId::from);
    let paging = query.paging(List::AllKeys)?;
    let page = keys::list_all(&accounts, tenant_id.as_ref(), &paging).await?;
    Ok(Json(view::page(List::AllKeys, &page, view::key)))
}

/// Create an API key for a tenant.
#[utoipa::path(
    post,
    path = "/admin/keys",
    operation_id = "createTenantKey",
    tag = "Operator",
    security(("masterKey" = [])),
    request_body = CreateTenantKey,
    responses((status = 201, description = "The key; returned only here.", body = Data<Key>)),
    extensions(("x-errors" = json!(["invalid_label", "invalid_lifetime", "invalid_scopes", "tenant_not_found"]))),
)]
pub(in crate::http) async fn create(
    State(accounts): State<Accounts>,
    _: Operator,
    Body(body): Body<CreateTenantKey>,
) -> Result<(StatusCode, Private, Json<Data<Key>>), ApiError> {
    let new_key = new_key(&body.label, body.lifetime_days, &body.scopes)?;
    let tenant_id = body.tenant_id.as_deref().unwrap_or(TenantId::DEFAULT);
    let created =
        create_key::create(&accounts, &Actor::Operator, &tenant_id.into(), new_key).await?;
    let data = view::new_key(created);
    Ok((StatusCode::CREATED, PRIVATE, Json(Data { data })))
}

/// Change the label of any key, or disable or enable it.
///
/// Absent fields stay unchanged; neither field can be `null`.
#[utoipa::path(
    patch,
    path = "/admin/keys/{id}",
    operation_id = "updateTenantKey",
    tag = "Operator",
    security(("masterKey" = [])),
    params(("id" = String, Path, description = "The key's id, `key_…`.")),
    request_body = UpdateKey,
    responses((status = 200, description = "The key.", body = Data<Key>)),
    extensions(("x-errors" = json!(["api_key_not_found", "invalid_label"]))),
)]
pub(in crate::http) async fn update(
    State(accounts): State<Accounts>,
    _: Operator,
    Id(id): Id<KeyId>,
    Body(body): Body<UpdateKey>,
) -> Result<Json<Data<Key>>, ApiError> {
    let updated = keys::update(&accounts, &Actor::Operator, &id, change(&body)?).await?;
    Ok(Json(Data {
        data: view::key(&updated),
    }))
}

/// Delete any key.
#[utoipa::path(
    delete,
    path = "/admin/keys/{id}",
    operation_id = "deleteTenantKey",
    tag = "Operator",
    security(("masterKey" = [])),
    params(("id" = String, Path, description = "The key's id, `key_…`.")),
    responses((status = 200, description = "It is deleted.", body = Data<DeletedById>)),
    extensions(("x-errors" = json!(["api_key_not_found"]))),
)]
pub(in crate::http) async fn delete(
    State(accounts): State<Accounts>,
    _: Operator,
    Id(id): Id<KeyId>,
) -> Result<Json<Value>, ApiError> {
    keys::delete(&accounts, &Actor::Operator, &id).await?;
    Ok(Json(view::deleted("id", &id)))
}
