//! All routes, grouped by caller.

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
    account, admin, docs, health, messages, meta, pair, sessions, webhooks, widget,
    widget_sessions, widget_stats,
};
use super::{limits, openapi, request_id};
use crate::app::App;

/// The maximum size of a request body.
const LARGEST_BODY: usize = 64 * 1024;

/// Meta sends up to 3 MB.
const LARGEST_META_WEBHOOK: usize = 4 * 1024 * 1024;

/// The router of the service. `extra` are additional routes, such as the sandbox's.
pub fn router(app: App, extra: Router) -> Router {
    let (timed, mut api) = OpenApiRouter::with_openapi(openapi::base())
        .merge(tenant_sessions())
        .merge(tenant_webhooks())
        .merge(tenant_account())
        .merge(operator())
        .split_for_parts();
    let (health, health_api) = monitoring().split_for_parts();
    api.merge(health_api);
    // Files are compressed once. What is compressed for each request has passed every limit.
    let timed = timed
        .merge(widget())
        .layer(CompressionLayer::new())
        .merge(widget_files())
        .merge(docs::router(openapi::finished(&api).to_string()));
    let endless = Router::new().route("/widget/live", get(widget::live::get));
    let placed = limits::limit_concurrency(limits::limit_time(timed, &app).merge(endless), &app);
    let all = limits::read_bodies(placed, LARGEST_BODY, &app)
        .merge(health)
        .method_not_allowed_fallback(async || ErrorCode::NoSuchMethod)
        .fallback(async || ErrorCode::NoSuchRoute);
    // Meta sends as many as its customers write.
    let meta = limits::limit_time(meta_webhooks(), &app);
    limits::limit_rate(all, &app)
        .merge(limits::read_bodies(meta, LARGEST_META_WEBHOOK, &app))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), request_id::layer))
        .with_state(app)
        .merge(extra)
}

/// The tenant's backend: sessions, messages and links.
fn tenant_sessions() -> OpenApiRouter<App> {
    OpenApiRouter::new()
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
        .routes(routes!(widget_sessions::create::post))
        .routes(routes!(
            widget_sessions::show::get,
            widget_sessions::revoke::delete
        ))
        .routes(routes!(widget_stats::get))
}

/// The tenant's backend: webhooks.
fn tenant_webhooks() -> OpenApiRouter<App> {
    OpenApiRouter::new()
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
}

/// The tenant's backend: the tenant itself and its keys.
fn tenant_account() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(account::settings::get, account::settings::patch))
        .routes(routes!(account::signing_secret::post))
        .routes(routes!(account::meta_apps::get))
        .routes(routes!(
            account::keys::list::get,
            account::keys::create::post
        ))
        .routes(routes!(
            account::keys::show::get,
            account::keys::update::patch,
            account::keys::delete::delete
        ))
}

/// The operator, with the master key.
fn operator() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(admin::tenants::list, admin::tenants::create))
        .routes(routes!(admin::tenants::show, admin::tenants::update))
        .routes(routes!(admin::keys::list, admin::keys::create))
        .routes(routes!(admin::keys::update, admin::keys::delete))
}

/// Monitoring: answered even if the limit of concurrent requests is reached.
fn monitoring() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
}

/// The widget. Not part of the API document.
fn widget() -> Router<App> {
    Router::new()
        .route("/widget/connect", get(widget::connect::get))
        .route("/widget/connect/{id}", get(widget::connect::again))
        .route("/widget/meta", get(widget::meta::get))
        .route("/widget/signup", post(widget::signup::post))
        .route("/widget/start", post(widget::start::post))
        .route("/widget/phone", post(widget::phone::post))
        .route("/widget/renew", post(widget::renew::post))
        .route("/widget/move", get(widget::move_link::get))
        .route("/widget/cancel", post(widget::cancel::post))
}

/// The files of the widget and of the loader.
fn widget_files() -> Router<App> {
    Router::new()
        .route("/widget/assets/{*path}", get(widget::assets::get))
        .route("/widget/loader.js", get(widget::assets::loader))
        .route("/widget/loader.mjs", get(widget::assets::loader))
        .route("/widget/loader.d.ts", get(widget::assets::loader))
}

/// The webhooks that Meta sends.
fn meta_webhooks() -> Router<App> {
    Router::new()
        .route("/webhooks/meta/{id}", get(meta::get).post(meta::post))
        .layer(DefaultBodyLimit::max(LARGEST_META_WEBHOOK))
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    tracing::error!("a request handler panicked");
    ErrorCode::Internal.into_response()
}
