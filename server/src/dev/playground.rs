//! The playground: a page on another origin that creates widget sessions and receives events as a tenant's backend
//! does.

mod events;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::domain::appearance::Theme;
use crate::domain::callback::CallbackUrl;
use crate::domain::day::Day;
use crate::domain::id::TenantId;
use crate::domain::mode::Mode;
use crate::domain::name::SessionName;
use crate::domain::origin::Origin;
use crate::http::view;
use crate::sessions::create_widget::{CreatedLink, NewLink, create_widget};
use crate::sessions::funnel;
use crate::store::Filter;

/// The days that the page shows.
const STATS_DAYS: i64 = 14;

#[derive(RustEmbed)]
#[folder = "../static/playground"]
struct Files;

#[derive(Clone)]
struct Host {
    app: App,
    origin: String,
}

pub(super) fn router(app: App, origin: String) -> Router {
    let events = events::router(app.clone(), &origin);
    Router::new()
        .route(
            "/",
            get(async |host| file(host, Path("index.html".to_owned())).await),
        )
        .route(
            "/callback",
            get(async |host| file(host, Path("callback.html".to_owned())).await),
        )
        .route("/config", get(config))
        .route("/widget-sessions", post(create))
        .route("/sessions/{name}", get(session))
        .route("/stats", get(stats))
        .route("/{file}", get(file))
        .with_state(Host { app, origin })
        .merge(events)
}

async fn file(State(host): State<Host>, Path(name): Path<String>) -> Response {
    let Some(found) = Files::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src \
         'self' data:; frame-src {}; base-uri 'none'; form-action 'none'",
        host.app.public_url.as_str()
    );
    let mut response = (
        [(CONTENT_TYPE, found.metadata.mimetype().to_owned())],
        found.data.into_owned(),
    )
        .into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn config(State(host): State<Host>) -> Json<Value> {
    Json(
        json!({"service": host.app.public_url.as_str(), "phone": host.app.public_url.join("/sandbox/")}),
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateRequest {
    theme: Option<String>,
    session_name: Option<String>,
    callback_url: Option<String>,
}

async fn create(State(host): State<Host>, Json(request): Json<CreateRequest>) -> Response {
    let Some(new_link) = new_link(&host, &request) else {
        return error_response("The playground asked for something it may not have.");
    };
    let Ok(Some(tenant)) = host.app.store.tenant(&TenantId::default_tenant()).await else {
        return error_response("The tenant is gone.");
    };
    match create_widget(&host.app.sessions, &tenant, new_link).await {
        Ok(created) => {
            (StatusCode::CREATED, Json(created_body(&host.app, created))).into_response()
        }
        Err(error) => error_response(&error.to_string()),
    }
}

fn new_link(host: &Host, request: &CreateRequest) -> Option<NewLink> {
    Some(NewLink {
        mode: Mode::All,
        callback_url: request
            .callback_url
            .as_deref()
            .map(CallbackUrl::parse)
            .transpose()
            .ok()?,
        session_name: request
            .session_name
            .as_deref()
            .map(SessionName::parse)
            .transpose()
            .ok()?,
        allowed_origins: Some(vec![Origin::parse(&host.origin).ok()?]),
        phone_number: None,
        meta_app: None,
        theme: request
            .theme
            .as_deref()
            .map_or(Some(Theme::Auto), Theme::parse)?,
        locale: None,
        state: None,
    })
}

fn created_body(app: &App, created: CreatedLink) -> Value {
    json!({"success": true, "data": {
        "id": created.widget.id,
        "widgetUrl": app.public_url.join(&format!("/widget/connect?token={}", created.token)),
        "widgetToken": created.token,
        "session": created.session.as_str(),
        "expiresAt": created.widget.expires_at.to_string(),
    }})
}

fn error_response(sentence: &str) -> Response {
    (
        StatusCode::CONFLICT,
        Json(json!({"error": sentence, "code": "playground"})),
    )
        .into_response()
}

/// The last two weeks, as `GET /api/widget/stats` answers them.
async fn stats(State(host): State<Host>) -> Response {
    let today = Day::of(host.app.now());
    let filter = Filter {
        tenant_id: TenantId::default_tenant(),
        from: today.minus(STATS_DAYS - 1),
        to: today,
        method: None,
        country: None,
        result: None,
    };
    match funnel::stats(&host.app.sessions, &filter).await {
        Ok(data) => Json(json!({ "data": data })).into_response(),
        Err(error) => error_response(&error.to_string()),
    }
}

async fn session(State(host): State<Host>, Path(name): Path<String>) -> Response {
    match host
        .app
        .store
        .session_by_name(&TenantId::default_tenant(), &name)
        .await
    {
        Ok(Some(session)) => Json(json!({"data": view::session(&session)})).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
