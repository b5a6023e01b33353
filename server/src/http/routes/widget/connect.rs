//! `GET /widget/connect?token=…`, and `GET /widget/connect/{id}` for a reload after the token has left the
//! address bar.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::http::error::{ApiError, internal};
use crate::http::headers;
use crate::http::routes::account::settings;
use crate::pages::refusal::Refusal;
use crate::pages::{connect, qr, refusal};
use crate::sessions::drivers::CommandError;
use crate::sessions::open_widget::{self, Refused};
use crate::sessions::view;

#[derive(Deserialize)]
pub(in crate::http) struct Link {
    token: Option<String>,
}

pub(in crate::http) async fn get(
    State(app): State<App>,
    Query(link): Query<Link>,
) -> Result<Response, ApiError> {
    let Some(token) = link.token.filter(|token| !token.is_empty()) else {
        return refuse(Refusal::Missing);
    };
    let opened = match open_widget::open(&app, &token).await {
        Ok(opened) => opened,
        Err(Refused::Token(_) | Refused::Gone | Refused::Command(CommandError::Gone)) => {
            return refuse(Refusal::Invalid);
        }
        Err(Refused::Command(error)) => return Err(error.into()),
        Err(Refused::Store(error)) => return Err(error.into()),
    };
    // Read once more: opening may have changed it.
    let widget = app
        .store
        .widget_session(&opened.widget.id)
        .await?
        .unwrap_or(opened.widget);
    let live = opened.live.borrow().clone();
    let boot = view::boot(&widget, &opened.tenant, &live, app.now(), qr::svg);
    headers::page(
        connect::page(&boot, &opened.tenant.brand, &widget.allowed_origins)
            .map_err(|error| internal(&error))?,
    )
}

pub(in crate::http) async fn again(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let Some(widget) = app.store.widget_session(&id).await? else {
        return refuse(Refusal::Missing);
    };
    let tenant = settings::tenant(&app, &widget.tenant_id).await?;
    headers::page(connect::shell(&widget, &tenant.brand).map_err(|error| internal(&error))?)
}

fn refuse(why: Refusal) -> Result<Response, ApiError> {
    let page = headers::page(refusal::page(why).map_err(|error| internal(&error))?)?;
    Ok((StatusCode::FORBIDDEN, page).into_response())
}
