//! The one table of addresses, grouped by who calls.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use super::error::ApiError;
use super::request_id;
use super::routes::{health, messages, pair, sessions, webhooks, widget, widget_sessions};
use crate::app::App;

/// No body this service takes is larger.
const LARGEST_BODY: usize = 64 * 1024;

/// Longer than the longest honest wait: a log-out that has to log in first, and then hears nothing.
const SLOWEST: Duration = Duration::from_secs(45);

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
        .route(
            "/api/webhooks",
            get(webhooks::list::get).post(webhooks::create::post),
        )
        .route(
            "/api/webhooks/{id}",
            get(webhooks::show::get)
                .patch(webhooks::update::patch)
                .delete(webhooks::delete::delete),
        )
        .route("/api/webhooks/{id}/test", post(webhooks::test::post))
        .route("/api/webhooks/{id}/replay", post(webhooks::replay::since))
        .route(
            "/api/webhooks/{id}/deliveries",
            get(webhooks::deliveries::get),
        )
        .route(
            "/api/webhooks/{id}/deliveries/{delivery}/replay",
            post(webhooks::replay::one),
        )
        .route("/api/widget/sessions", post(widget_sessions::create::post))
        .route(
            "/api/widget/sessions/{id}",
            get(widget_sessions::show::get).delete(widget_sessions::revoke::delete),
        )
        // The widget and the person in front of it.
        .route("/widget/connect", get(widget::connect::get))
        .route("/widget/connect/{id}", get(widget::connect::again))
        .route("/widget/phone", post(widget::phone::post))
        .route("/widget/renew", post(widget::renew::post))
        .route("/widget/cancel", post(widget::cancel::post))
        .route("/widget/assets/{*path}", get(widget::assets::get))
        // Whoever runs it.
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            SLOWEST,
        ));
    let endless = Router::new().route("/widget/live", get(widget::live::get));
    timed
        .merge(endless)
        .method_not_allowed_fallback(async || ApiError::NoSuchMethod)
        .fallback(async || ApiError::NoSuchRoute)
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
