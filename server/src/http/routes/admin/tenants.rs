//! `/admin/tenants`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::api::account::{CreateTenant, Tenant, UpdateAccount};

use crate::account::{create_tenant, settings};
use crate::app::App;
use crate::domain::brand::BrandName;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Operator};
use crate::http::headers::{PRIVATE, Private};
use crate::http::routes::account::settings::change;
use crate::http::view;

/// `GET /admin/tenants`
pub(in crate::http) async fn list(
    State(app): State<App>,
    _: Operator,
) -> Result<Json<Data<Vec<Tenant>>>, ApiError> {
    let tenants = app.store.tenants().await?;
    let data = tenants.iter().map(view::tenant).collect();
    Ok(Json(Data { data }))
}

/// `POST /admin/tenants`
pub(in crate::http) async fn create(
    State(app): State<App>,
    _: Operator,
    Body(body): Body<CreateTenant>,
) -> Result<(StatusCode, Private, Json<Data<Tenant>>), ApiError> {
    let tenant = create_tenant::create(&app, &BrandName::parse(&body.name)?).await?;
    let data = view::new_tenant(&tenant);
    Ok((StatusCode::CREATED, PRIVATE, Json(Data { data })))
}

/// `GET /admin/tenants/{id}`
pub(in crate::http) async fn show(
    State(app): State<App>,
    _: Operator,
    Path(id): Path<String>,
) -> Result<Json<Data<Tenant>>, ApiError> {
    let tenant = app.store.tenant(&id).await?.ok_or(ApiError::NoSuchTenant)?;
    Ok(Json(Data {
        data: view::tenant(&tenant),
    }))
}

/// `PATCH /admin/tenants/{id}`
pub(in crate::http) async fn update(
    State(app): State<App>,
    _: Operator,
    Path(id): Path<String>,
    Body(body): Body<UpdateAccount>,
) -> Result<Json<Data<Tenant>>, ApiError> {
    let tenant = app.store.tenant(&id).await?.ok_or(ApiError::NoSuchTenant)?;
    let change = change(&tenant, body)?;
    let tenant = settings::update(&app, tenant, change).await?;
    Ok(Json(Data {
        data: view::tenant(&tenant),
    }))
}
