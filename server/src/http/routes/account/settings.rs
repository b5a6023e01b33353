//! `GET` and `PATCH /api/account`: the tenant itself. Changing it requires a key with every scope, because its lists
//! restrict what other keys can do.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::account::{self, UpdateAccount, UpdateBranding};

use super::texts;
use crate::account::Accounts;
use crate::account::{quotas, settings};
use crate::domain::appearance::Locale;
use crate::domain::brand::{BrandChange, BrandName, LogoUrl};
use crate::domain::callback::CallbackUrl;
use crate::domain::color::Color;
use crate::domain::id::TenantId;
use crate::domain::origin::Origin;
use crate::domain::quota::QuotaChange;
use crate::domain::tenant::{MAX_CALLBACKS, Tenant, TenantChange};
use crate::domain::widget_session::MAX_ORIGINS;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, KeyHolder, Owner};
use crate::http::view;

/// Get the tenant of this key.
#[utoipa::path(
    get,
    path = "/api/account",
    operation_id = "getAccount",
    tag = "Account",
    security(("apiKey" = [])),
    responses((status = 200, description = "The tenant.", body = Data<account::Tenant>)),
)]
pub(in crate::http) async fn get(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
) -> Result<Json<Data<account::Tenant>>, ApiError> {
    let tenant = tenant(&accounts, &key.tenant.id()).await?;
    let counted = quotas::count_one(&accounts, tenant).await?;
    Ok(Json(Data {
        data: view::tenant(&counted),
    }))
}

/// Change the tenant.
///
/// Absent fields stay unchanged. `null` empties a list or removes a part of the branding.
#[utoipa::path(
    patch,
    path = "/api/account",
    operation_id = "updateAccount",
    tag = "Account",
    security(("apiKey" = ["*"])),
    request_body = UpdateAccount,
    responses((status = 200, description = "The tenant.", body = Data<account::Tenant>)),
    extensions(("x-errors" = json!(["too_many", "invalid_origin", "invalid_callback_url", "invalid_name", "invalid_logo_url", "invalid_color", "invalid_locale", "invalid_branding_text"]))),
)]
pub(in crate::http) async fn patch(
    State(accounts): State<Accounts>,
    Owner { tenant_id, .. }: Owner,
    Body(body): Body<UpdateAccount>,
) -> Result<Json<Data<account::Tenant>>, ApiError> {
    let tenant = tenant(&accounts, &tenant_id).await?;
    let tenant = settings::update(&accounts, &tenant.id, change(body)?).await?;
    let counted = quotas::count_one(&accounts, tenant).await?;
    Ok(Json(Data {
        data: view::tenant(&counted),
    }))
}

/// The tenant of a verified key. It can be missing only if another database was restored.
pub(in crate::http) async fn tenant(
    accounts: &Accounts,
    id: &TenantId,
) -> Result<Tenant, ApiError> {
    accounts
        .store
        .tenant(id)
        .await?
        .ok_or(ErrorCode::InvalidApiKey.into())
}

pub(in crate::http) fn change(body: UpdateAccount) -> Result<TenantChange, ApiError> {
    let origins = |texts: Vec<String>| {
        at_most(MAX_ORIGINS, "allowedOrigins", texts.len())?;
        let origins = texts.iter().map(|text| Origin::parse(text));
        Ok::<Vec<_>, ApiError>(origins.collect::<Result<_, _>>()?)
    };
    let callbacks = |texts: Vec<String>| {
        at_most(MAX_CALLBACKS, "callbackAllowList", texts.len())?;
        let urls = texts.iter().map(|text| CallbackUrl::parse(text));
        Ok::<Vec<_>, ApiError>(urls.collect::<Result<_, _>>()?)
    };
    let list = |texts: Option<Option<Vec<String>>>| texts.map(Option::unwrap_or_default);
    Ok(TenantChange {
        callback_allow_list: list(body.callback_allow_list).map(callbacks).transpose()?,
        allowed_origins: list(body.allowed_origins).map(origins).transpose()?,
        brand: match body.branding {
            None => None,
            Some(None) => Some(BrandChange::CLEAR),
            Some(Some(said)) => Some(brand(said)?),
        },
        limits_first_messages: body.limit_first_messages,
        quotas: QuotaChange::default(),
    })
}

fn brand(said: UpdateBranding) -> Result<BrandChange, ApiError> {
    let (accent, accent_dark) = match said.colors {
        None => (None, None),
        Some(None) => (Some(None), Some(None)),
        Some(Some(colors)) => (colors.accent, colors.accent_dark),
    };
    Ok(BrandChange {
        name: parsed(said.name, BrandName::parse)?,
        logo: parsed(said.logo_url, LogoUrl::parse)?,
        accent: parsed(accent, Color::parse)?,
        accent_dark: parsed(accent_dark, Color::parse)?,
        locale: parsed(said.locale, Locale::parse)?,
        texts: said
            .texts
            .map(|texts| texts::parse(texts.unwrap_or_default()))
            .transpose()?,
    })
}

/// Parses a value; an absent value stays absent and `null` stays `null`.
fn parsed<T, E>(
    said: Option<Option<String>>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<Option<T>>, E> {
    said.map(|text| text.as_deref().map(parse).transpose())
        .transpose()
}

fn at_most(most: usize, field: &str, count: usize) -> Result<(), ApiError> {
    if count <= most {
        return Ok(());
    }
    Err(ApiError::with(
        ErrorCode::TooMany,
        format!("`{field}` names at most {most} addresses."),
    ))
}
