//! The one table of addresses, grouped by who calls.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::ErrorCode;
use super::routes::{
    account, admin, docs, health, messages, pair, sessions, webhooks, widget, widget_sessions,
};
use super::{limits, openapi, request_id};
use crate::app::App;

/// No body this service takes is larger.
const LARGEST_BODY: usize = 64 * 1024;

/// The service. `extra` are routes a build adds (the sandbox's).
pub fn router(app: App, extra: Router) -> Router {
    let (timed, mut api) = OpenApiRouter::with_openapi(openapi::base())
        // The tenant's backend.
        .routes(routes!(sessions::list::get, sessions::create::post))
        .routes(routes!(
            sessions::show::get,
            sessions::update::patch,
            sessions::delete::delete
        ))
        .routes(routes!(sessions::control::start))
        .routes(routes!(sessions::control::stop))
        .routes(routes!(sessions::control::restart))
        .routes(routes!(sessions::logout::post))
        .routes(routes!(pair::qr::get))
        .routes(routes!(pair::phone::post))
        .routes(routes!(messages::send::post))
        .routes(routes!(webhooks::list::get, webhooks::create::post))
        .routes(routes!(
            webhooks::show::get,
            webhooks::update::patch,
            webhooks::delete::delete
        ))
        .routes(routes!(webhooks::test::post))
        .routes(routes!(webhooks::replay::since))
        .routes(routes!(webhooks::deliveries::get))
        .routes(routes!(webhooks::replay::one))
        .routes(routes!(widget_sessions::create::post))
        .routes(routes!(
            widget_sessions::show::get,
            widget_sessions::revoke::delete
        ))
        .routes(routes!(account::settings::get, account::settings::patch))
        .routes(routes!(account::signing_secret::post))
        .routes(routes!(
            account::keys::list::get,
            account::keys::create::post
        ))
        .routes(routes!(
            account::keys::show::get,
            account::keys::update::patch,
            account::keys::delete::delete
        ))
        // Whoever runs it, with the master key.
        .routes(routes!(admin::tenants::list, admin::tenants::create))
        .routes(routes!(admin::tenants::show, admin::tenants::update))
        .routes(routes!(admin::keys::list, admin::keys::create))
        .routes(routes!(admin::keys::update, admin::keys::delete))
        // The widget and the person in front of it: not for others, so not in the document.
        .route("/widget/connect", get(widget::connect::get))
        .route("/widget/connect/{id}", get(widget::connect::again))
        .route("/widget/start", post(widget::start::post))
        .route("/widget/phone", post(widget::phone::post))
        .route("/widget/renew", post(widget::renew::post))
        .route("/widget/cancel", post(widget::cancel::post))
        .route("/widget/assets/{*path}", get(widget::assets::get))
        .split_for_parts();
    let endless = Router::new().route("/widget/live", get(widget::live::get));
    // Whoever watches it: answered also when there is a place for nobody else.
    let (health, watched) = OpenApiRouter::new()
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .split_for_parts();
    api.merge(watched);
    let timed = timed.merge(docs::router(openapi::finished(&api).to_string().into()));
    let all = limits::crowded(limits::timed(timed, &app).merge(endless), &app)
        .merge(health)
        .method_not_allowed_fallback(async || ErrorCode::NoSuchMethod)
        .fallback(async || ErrorCode::NoSuchRoute);
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
    ErrorCode::Internal.into_response()
}
