//! `/admin/keys`: any tenant's keys.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::api::account::{CreateTenantKey, Key, UpdateKey};
use serde::Deserialize;
use serde_json::Value;

use crate::account::create_key;
use crate::account::keys::{self, Actor};
use crate::app::App;
use crate::domain::tenant::DEFAULT_TENANT;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Operator};
use crate::http::headers::{PRIVATE, Private};
use crate::http::routes::account::keys::create::wish;
use crate::http::routes::account::keys::update::change;
use crate::http::view;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct Filter {
    tenant_id: Option<String>,
}

/// `GET /admin/keys?tenantId=…`
pub(in crate::http) async fn list(
    State(app): State<App>,
    _: Operator,
    Query(filter): Query<Filter>,
) -> Result<Json<Data<Vec<Key>>>, ApiError> {
    let keys = keys::list(&app, &Actor::Operator, filter.tenant_id.as_deref()).await?;
    let data = keys.iter().map(view::key).collect();
    Ok(Json(Data { data }))
}

/// `POST /admin/keys`
pub(in crate::http) async fn create(
    State(app): State<App>,
    _: Operator,
    Body(body): Body<CreateTenantKey>,
) -> Result<(StatusCode, Private, Json<Data<Key>>), ApiError> {
    let wish = wish(&body.label, body.lifetime_days, &body.scopes)?;
    let tenant_id = body.tenant_id.as_deref().unwrap_or(DEFAULT_TENANT);
    let created = create_key::create(&app, &Actor::Operator, tenant_id, wish).await?;
    let data = view::new_key(created);
    Ok((StatusCode::CREATED, PRIVATE, Json(Data { data })))
}

/// `PATCH /admin/keys/{id}`
pub(in crate::http) async fn update(
    State(app): State<App>,
    _: Operator,
    Path(id): Path<String>,
    Body(body): Body<UpdateKey>,
) -> Result<Json<Data<Key>>, ApiError> {
    let updated = keys::update(&app, &Actor::Operator, &id, change(&body)?).await?;
    Ok(Json(Data {
        data: view::key(&updated),
    }))
}

/// `DELETE /admin/keys/{id}`
pub(in crate::http) async fn delete(
    State(app): State<App>,
    _: Operator,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    keys::delete(&app, &Actor::Operator, &id).await?;
    Ok(Json(view::deleted("id", &id)))
}
