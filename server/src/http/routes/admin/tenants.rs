//! `/admin/tenants`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::account::{CreateTenant, Tenant, UpdateAccount, UpdateQuotas, UpdateTenant};
use protocol::api::{Data, Page};

use crate::account::Accounts;
use crate::account::{create_tenant, quotas, settings};
use crate::domain::brand::BrandName;
use crate::domain::id::TenantId;
use crate::domain::paging::{self, List};
use crate::domain::quota::{self, BadQuota, QuotaChange};
use crate::domain::tenant::TenantChange;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, Id, ListParameters, ListQuery, Operator};
use crate::http::headers::{PRIVATE, Private};
use crate::http::routes::account::settings::change;
use crate::http::view;

/// List tenants, oldest first.
#[utoipa::path(
    get,
    path = "/admin/tenants",
    operation_id = "listTenants",
    tag = "Operator",
    security(("masterKey" = [])),
    params(ListParameters),
    responses((status = 200, description = "A page of tenants.", body = Page<Tenant>)),
)]
pub(in crate::http) async fn list(
    State(accounts): State<Accounts>,
    _: Operator,
    query: ListQuery,
) -> Result<Json<Page<Tenant>>, ApiError> {
    let page = accounts
        .store
        .tenants(&query.paging(List::Tenants)?)
        .await?;
    let page = paging::Page {
        items: quotas::count(&accounts, page.items).await?,
        next: page.next,
    };
    Ok(Json(view::page(List::Tenants, &page, view::tenant)))
}

/// Create a tenant.
#[utoipa::path(
    post,
    path = "/admin/tenants",
    operation_id = "createTenant",
    tag = "Operator",
    security(("masterKey" = [])),
    request_body = CreateTenant,
    responses((status = 201, description = "The tenant with its redirect signing secret, which is returned \
        only here.", body = Data<Tenant>)),
    extensions(("x-errors" = json!(["invalid_name"]))),
)]
pub(in crate::http) async fn create(
    State(accounts): State<Accounts>,
    _: Operator,
    Body(body): Body<CreateTenant>,
) -> Result<(StatusCode, Private, Json<Data<Tenant>>), ApiError> {
    let tenant = create_tenant::create(&accounts, &BrandName::parse(&body.name)?).await?;
    let data = view::new_tenant(&quotas::count_one(&accounts, tenant).await?);
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
    let counted = quotas::count_one(&accounts, tenant).await?;
    Ok(Json(Data {
        data: view::tenant(&counted),
    }))
}

/// Change a tenant.
///
/// Absent fields stay unchanged. `null` empties a list, removes a part of the branding, or returns to the operator's
/// default of a quota.
#[utoipa::path(
    patch,
    path = "/admin/tenants/{id}",
    operation_id = "updateTenant",
    tag = "Operator",
    security(("masterKey" = [])),
    params(("id" = String, Path, description = "The tenant's id, `tnt_…` or `default`.")),
    request_body = UpdateTenant,
    responses((status = 200, description = "The tenant.", body = Data<Tenant>)),
    extensions(("x-errors" = json!(["tenant_not_found", "too_many", "invalid_origin", "invalid_callback_url", "invalid_name", "invalid_logo_url", "invalid_color", "invalid_locale", "invalid_branding_text", "invalid_quota"]))),
)]
pub(in crate::http) async fn update(
    State(accounts): State<Accounts>,
    _: Operator,
    Id(id): Id<TenantId>,
    Body(body): Body<UpdateTenant>,
) -> Result<Json<Data<Tenant>>, ApiError> {
    let tenant = accounts
        .store
        .tenant(&id)
        .await?
        .ok_or(ErrorCode::TenantNotFound)?;
    let tenant = settings::update(&accounts, &tenant.id, tenant_change(body)?).await?;
    let counted = quotas::count_one(&accounts, tenant).await?;
    Ok(Json(Data {
        data: view::tenant(&counted),
    }))
}

fn tenant_change(body: UpdateTenant) -> Result<TenantChange, ApiError> {
    let UpdateTenant {
        callback_allow_list,
        allowed_origins,
        branding,
        limit_first_messages,
        quotas,
    } = body;
    let settings = UpdateAccount {
        callback_allow_list,
        allowed_origins,
        branding,
        limit_first_messages,
    };
    Ok(TenantChange {
        quotas: quota_change(quotas)?,
        ..change(settings)?
    })
}

fn quota_change(said: Option<Option<UpdateQuotas>>) -> Result<QuotaChange, BadQuota> {
    let said = match said {
        None => return Ok(QuotaChange::default()),
        Some(None) => return Ok(QuotaChange::from_fn(|_| Some(None))),
        Some(Some(said)) => said,
    };
    let value = |said: Option<Option<i64>>| {
        said.map(|value| value.map(quota::parse).transpose())
            .transpose()
    };
    Ok(QuotaChange {
        sessions: value(said.sessions)?,
        open_links: value(said.open_links)?,
        webhooks: value(said.webhooks)?,
    })
}
