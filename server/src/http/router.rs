//! The one table of addresses, grouped by who calls.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::error::ApiError;
use super::routes::{account, admin, health, messages, pair, sessions, widget, widget_sessions};
use super::{limits, request_id};
use crate::app::App;

/// No body this service takes is larger.
const LARGEST_BODY: usize = 64 * 1024;

/// The service. `extra` are routes a build adds (the sandbox's).
pub fn router(app: App, extra: Router) -> Router {
    let timed = Router::new()
        // The tenant's backend.
        .route(
            "/api/sessions",
            get(sessions::list::get).post(sessions::create::post),
        )
        .route(
            "/api/sessions/{session}",
            get(sessions::show::get)
                .patch(sessions::update::patch)
                .delete(sessions::delete::delete),
        )
        .route("/api/sessions/{session}/start", post(sessions::start::post))
        .route("/api/sessions/{session}/stop", post(sessions::stop::post))
        .route(
            "/api/sessions/{session}/restart",
            post(sessions::restart::post),
        )
        .route(
            "/api/sessions/{session}/logout",
            post(sessions::logout::post),
        )
        .route("/api/{session}/pair/qr", get(pair::qr::get))
        .route("/api/{session}/pair/phone", post(pair::phone::post))
        .route("/api/messages/send", post(messages::send::post))
        .route("/api/widget/sessions", post(widget_sessions::create::post))
        .route(
            "/api/widget/sessions/{id}",
            get(widget_sessions::show::get).delete(widget_sessions::revoke::delete),
        )
        .route(
            "/api/account",
            get(account::settings::get).patch(account::settings::patch),
        )
        .route(
            "/api/account/signing-secret",
            post(account::signing_secret::post),
        )
        .route(
            "/api/account/keys",
            get(account::keys::list::get).post(account::keys::create::post),
        )
        .route(
            "/api/account/keys/{id}",
            get(account::keys::show::get)
                .patch(account::keys::update::patch)
                .delete(account::keys::delete::delete),
        )
        // Whoever runs it, with the master key.
        .route(
            "/admin/tenants",
            get(admin::tenants::list).post(admin::tenants::create),
        )
        .route(
            "/admin/tenants/{id}",
            get(admin::tenants::show).patch(admin::tenants::update),
        )
        .route(
            "/admin/keys",
            get(admin::keys::list).post(admin::keys::create),
        )
        .route(
            "/admin/keys/{id}",
            axum::routing::patch(admin::keys::update).delete(admin::keys::delete),
        )
        // The widget and the person in front of it.
        .route("/widget/connect", get(widget::connect::get))
        .route("/widget/connect/{id}", get(widget::connect::again))
        .route("/widget/phone", post(widget::phone::post))
        .route("/widget/renew", post(widget::renew::post))
        .route("/widget/cancel", post(widget::cancel::post))
        .route("/widget/assets/{*path}", get(widget::assets::get));
    let endless = Router::new().route("/widget/live", get(widget::live::get));
    // Whoever watches it: answered also when there is a place for nobody else.
    let health = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready));
    let all = limits::crowded(limits::timed(timed, &app).merge(endless), &app)
        .merge(health)
        .method_not_allowed_fallback(async || ApiError::NoSuchMethod)
        .fallback(async || ApiError::NoSuchRoute);
    limits::rated(all, &app)
        .layer(CompressionLayer::new())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), request_id::layer))
        .with_state(app)
        .merge(extra)
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    tracing::error!("a request handler panicked");
    ApiError::Internal.into_response()
}
