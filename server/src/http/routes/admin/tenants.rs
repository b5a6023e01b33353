//! `/admin/tenants`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::api::account::{CreateTenant, Tenant, UpdateAccount};

use crate::account::Accounts;
use crate::account::{create_tenant, settings};
use crate::domain::brand::BrandName;
use crate::domain::id::TenantId;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, Id, Operator};
use crate::http::headers::{PRIVATE, Private};
use crate::http::routes::account::settings::change;
use crate::http::view;

/// List all tenants.
#[utoipa::path(
    get,
    path = "/admin/tenants",
    operation_id = "listTenants",
    tag = "Operator",
    security(("masterKey" = [])),
    responses((status = 200, description = "Tenants, oldest first.", body = Data<Vec<Tenant>>)),
)]
pub(in crate::http) async fn list(
    State(accounts): State<Accounts>,
    _: Operator,
) -> Result<Json<Data<Vec<Tenant>>>, ApiError> {
    let tenants = accounts.store.tenants().await?;
    let data = tenants.iter().map(view::tenant).collect();
    Ok(Json(Data { data }))
}

/// Create a tenant.
#[utoipa::path(
    post,
    path = "/admin/tenants",
    operation_id = "createTenant",
    tag = "Operator",
    security(("masterKey" = [])),
    request_body = CreateTenant,
    responses((status = 201, description = "The tenant with its signing secret, which is returned \
        only here.", body = Data<Tenant>)),
    extensions(("x-errors" = json!(["invalid_name"]))),
)]
pub(in crate::http) async fn create(
    State(accounts): State<Accounts>,
    _: Operator,
    Body(body): Body<CreateTenant>,
) -> Result<(StatusCode, Private, Json<Data<Tenant>>), ApiError> {
    let tenant = create_tenant::create(&accounts, &BrandName::parse(&body.name)?).await?;
    let data = view::new_tenant(&tenant);
    Ok((StatusCode::CREATED, PRIVATE, Json(Data { data })))
}

/// Get a tenant.
#[utoipa::path(
    get,
    path = "/admin/tenants/{id}",
    operation_id = "getTenant",
    tag = "Operator",
    security(("masterKey" = [])),
    params(("id" = String, Path, description = "The tenant's id, `tnt_…` or `default`.")),
    responses((status = 200, description = "The tenant.", body = Data<Tenant>)),
    extensions(("x-errors" = json!(["tenant_not_found"]))),
)]
pub(in crate::http) async fn show(
    State(accounts): State<Accounts>,
    _: Operator,
    Id(id): Id<TenantId>,
) -> Result<Json<Data<Tenant>>, ApiError> {
    let tenant = accounts
        .store
        .tenant(&id)
        .await?
        .ok_or(ErrorCode::TenantNotFound)?;
    Ok(Json(Data {
        data: view::tenant(&tenant),
    }))
}

/// Change a tenant.
///
/// Absent fields stay unchanged. `null` empties a list or removes a part of the branding.
#[utoipa::path(
    patch,
    path = "/admin/tenants/{id}",
    operation_id = "updateTenant",
    tag = "Operator",
    security(("masterKey" = [])),
    params(("id" = String, Path, description = "The tenant's id, `tnt_…` or `default`.")),
    request_body = UpdateAccount,
    responses((status = 200, description = "The tenant.", body = Data<Tenant>)),
    extensions(("x-errors" = json!(["tenant_not_found", "too_many", "invalid_origin", "invalid_callback_url", "invalid_name", "invalid_logo_url", "invalid_color", "invalid_locale", "invalid_branding_text"]))),
)]
pub(in crate::http) async fn update(
    State(accounts): State<Accounts>,
    _: Operator,
    Id(id): Id<TenantId>,
    Body(body): Body<UpdateAccount>,
) -> Result<Json<Data<Tenant>>, ApiError> {
    let tenant = accounts
        .store
        .tenant(&id)
        .await?
        .ok_or(ErrorCode::TenantNotFound)?;
    let tenant = settings::update(&accounts, &tenant.id, change(body)?).await?;
    Ok(Json(Data {
        data: view::tenant(&tenant),
    }))
}
