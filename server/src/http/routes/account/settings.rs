//! `GET` and `PATCH /api/account`: the tenant itself. Changing it takes a key that may do everything, because
//! the lists in it are what a lesser key is held by.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::account::{self, UpdateAccount, UpdateBranding};

use crate::account::settings::{self, Change};
use crate::app::App;
use crate::domain::brand::{Brand, BrandName, LogoUrl};
use crate::domain::callback::CallbackUrl;
use crate::domain::color::Color;
use crate::domain::origin::Origin;
use crate::domain::tenant::{MOST_CALLBACKS, Tenant};
use crate::domain::widget_session::MOST_ORIGINS;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Holder, Owner};
use crate::http::view;

/// The tenant that this key belongs to.
#[utoipa::path(
    get,
    path = "/api/account",
    operation_id = "getAccount",
    tag = "Account",
    security(("apiKey" = [])),
    responses((status = 200, description = "The tenant.", body = Data<account::Tenant>)),
)]
pub(in crate::http) async fn get(
    State(app): State<App>,
    Holder { key }: Holder,
) -> Result<Json<Data<account::Tenant>>, ApiError> {
    let tenant = tenant(&app, &key.tenant.id()).await?;
    Ok(Json(Data {
        data: view::tenant(&tenant),
    }))
}

/// Change the tenant.
///
/// What is left out stays as it is. `null` means none: it empties a list, or removes a part of the branding.
#[utoipa::path(
    patch,
    path = "/api/account",
    operation_id = "updateAccount",
    tag = "Account",
    security(("apiKey" = ["*"])),
    request_body = UpdateAccount,
    responses((status = 200, description = "The tenant.", body = Data<account::Tenant>)),
    extensions(("x-errors" = json!(["too_many", "invalid_origin", "invalid_callback_url", "invalid_name", "invalid_logo_url", "invalid_color"]))),
)]
pub(in crate::http) async fn patch(
    State(app): State<App>,
    Owner { tenant_id }: Owner,
    Body(body): Body<UpdateAccount>,
) -> Result<Json<Data<account::Tenant>>, ApiError> {
    let tenant = tenant(&app, &tenant_id).await?;
    let change = change(&tenant, body)?;
    let tenant = settings::update(&app, tenant, change).await?;
    Ok(Json(Data {
        data: view::tenant(&tenant),
    }))
}

/// The tenant a key belongs to. The key is ours, so there is one; a database restored from elsewhere may disagree.
pub(in crate::http) async fn tenant(app: &App, id: &str) -> Result<Tenant, ApiError> {
    app.store.tenant(id).await?.ok_or(ApiError::BadKey)
}

pub(in crate::http) fn change(tenant: &Tenant, body: UpdateAccount) -> Result<Change, ApiError> {
    let origins = |texts: Vec<String>| {
        at_most(MOST_ORIGINS, "allowedOrigins", texts.len())?;
        let origins = texts.iter().map(|text| Origin::parse(text));
        Ok::<Vec<_>, ApiError>(origins.collect::<Result<_, _>>()?)
    };
    let callbacks = |texts: Vec<String>| {
        at_most(MOST_CALLBACKS, "callbackAllowList", texts.len())?;
        let urls = texts.iter().map(|text| CallbackUrl::parse(text));
        Ok::<Vec<_>, ApiError>(urls.collect::<Result<_, _>>()?)
    };
    let list = |texts: Option<Option<Vec<String>>>| texts.map(Option::unwrap_or_default);
    Ok(Change {
        callback_allow_list: list(body.callback_allow_list).map(callbacks).transpose()?,
        allowed_origins: list(body.allowed_origins).map(origins).transpose()?,
        brand: match body.branding {
            None => None,
            Some(None) => Some(Brand::default()),
            Some(Some(said)) => Some(brand(tenant.brand.clone(), said)?),
        },
    })
}

/// The looks with what was said about them; `null` removes a part.
fn brand(mut brand: Brand, said: UpdateBranding) -> Result<Brand, ApiError> {
    if let Some(name) = said.name {
        brand.name = name.as_deref().map(BrandName::parse).transpose()?;
    }
    if let Some(logo) = said.logo_url {
        brand.logo = logo.as_deref().map(LogoUrl::parse).transpose()?;
    }
    match said.colors {
        None => {}
        Some(None) => (brand.accent, brand.accent_dark) = (None, None),
        Some(Some(colors)) => {
            if let Some(accent) = colors.accent {
                brand.accent = accent.as_deref().map(Color::parse).transpose()?;
            }
            if let Some(accent) = colors.accent_dark {
                brand.accent_dark = accent.as_deref().map(Color::parse).transpose()?;
            }
        }
    }
    Ok(brand)
}

fn at_most(most: usize, field: &str, count: usize) -> Result<(), ApiError> {
    if count <= most {
        return Ok(());
    }
    Err(ApiError::field(
        "too_many",
        format!("`{field}` names at most {most} addresses."),
    ))
}
