//! `GET /api/account/meta-apps`: what has to be entered in Meta's dashboard for each app.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::account::MetaAppAddress;

use crate::app::App;
use crate::domain::meta_app::MetaApp;
use crate::http::error::ApiError;
use crate::http::extract::Owner;
use crate::http::headers::{PRIVATE, Private};

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
    responses((status = 200, description = "The apps.", body = Data<Vec<MetaAppAddress>>)),
)]
pub(in crate::http) async fn get(
    State(app): State<App>,
    Owner { tenant_id, .. }: Owner,
) -> Result<(Private, Json<Data<Vec<MetaAppAddress>>>), ApiError> {
    let own = app.store.meta_apps(&tenant_id).await?;
    // The operator enters the address of its app itself; only its own tenant sees the verify token.
    let operators = app
        .sessions
        .meta
        .operator()
        .filter(|_| tenant_id.is_default());
    let apps = operators.into_iter().chain(&own);
    let data = apps.map(|it| address(&app, it)).collect();
    Ok((PRIVATE, Json(Data { data })))
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
