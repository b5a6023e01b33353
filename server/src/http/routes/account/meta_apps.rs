//! `GET /api/account/meta-apps`: what has to be entered in Meta's dashboard for each app.

use axum::Json;
use axum::extract::State;
use protocol::api;
use protocol::api::account::MetaAppAddress;

use crate::app::App;
use crate::domain::meta_app::MetaApp;
use crate::domain::paging::{List, Page, Position};
use crate::http::error::ApiError;
use crate::http::extract::{ListParameters, ListQuery, Owner};
use crate::http::headers::{PRIVATE, Private};
use crate::http::view;

/// List the Meta apps.
///
/// The apps that your links gave, and the operator's, each with the address and the verify token for its webhooks.
/// An app is listed as long as an open link or a session uses it.
#[utoipa::path(
    get,
    path = "/api/account/meta-apps",
    operation_id = "listMetaApps",
    tag = "Account",
    security(("apiKey" = ["*"])),
    params(ListParameters),
    responses((status = 200, description = "A page of apps.", body = api::Page<MetaAppAddress>)),
)]
pub(in crate::http) async fn get(
    State(app): State<App>,
    Owner { tenant_id, .. }: Owner,
    query: ListQuery,
) -> Result<(Private, Json<api::Page<MetaAppAddress>>), ApiError> {
    let paging = query.paging(List::MetaApps)?;
    let mut page = app.store.meta_apps(&tenant_id, &paging).await?;
    // The operator enters the address of its app itself; only its own tenant sees the verify token.
    let operators = app
        .sessions
        .meta
        .operator()
        .filter(|_| tenant_id.is_default() && paging.after.is_none());
    if let Some(operators) = operators {
        page.items.insert(0, operators.clone());
        page = Page::of(page.items, paging.limit, position);
    }
    let shown = view::page(List::MetaApps, &page, |it| address(&app, it));
    Ok((PRIVATE, Json(shown)))
}

/// The operator's app is before all others.
fn position(app: &MetaApp) -> Position {
    let is_own = app.tenant_id.is_some();
    Position::of_id(if is_own { app.app_id.as_str() } else { "" })
}

fn address(app: &App, meta_app: &MetaApp) -> MetaAppAddress {
    MetaAppAddress {
        app_id: meta_app.app_id.to_string(),
        config_id: meta_app.config_id.to_string(),
        graph_version: meta_app.graph_version.as_str().to_owned(),
        webhook_url: app
            .public_url
            .join(&format!("/webhooks/meta/{}", meta_app.key)),
        verify_token: app.sessions.meta.verify_token(&meta_app.key),
        redirect_url: app.sessions.meta.return_url().to_owned(),
        domain: app.public_url.as_str().to_owned(),
    }
}
