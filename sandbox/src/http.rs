//! The control calls, the phone page, and the network's WebSocket. Everything is under `/sandbox/`. An answer is
//! `{"data": …}` or `{"error": a sentence, "code": for programs}`.

mod camera;
mod devices;
mod faults;
mod history;
mod input;
mod messages;
mod meta;
mod network;
mod page;
mod phones;
mod reply;
mod sw;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{any, get, post};

use crate::camera::Camera;
use crate::meta::Meta;
use crate::network::Network;
use crate::socket::SOCKET_PATH;
use reply::ApiError;

/// What the handlers can extract.
#[derive(Clone)]
struct Context {
    network: Arc<Network>,
    meta: Arc<Meta>,
    camera: Arc<dyn Camera>,
}

impl FromRef<Context> for Arc<Network> {
    fn from_ref(context: &Context) -> Arc<Network> {
        context.network.clone()
    }
}

impl FromRef<Context> for Arc<Meta> {
    fn from_ref(context: &Context) -> Arc<Meta> {
        context.meta.clone()
    }
}

impl FromRef<Context> for Arc<dyn Camera> {
    fn from_ref(context: &Context) -> Arc<dyn Camera> {
        context.camera.clone()
    }
}

pub(crate) fn router(network: Arc<Network>, meta: Arc<Meta>, camera: Arc<dyn Camera>) -> Router {
    Router::new()
        .route("/sandbox", get(page::redirect))
        .route("/sandbox/", get(page::phone))
        .route("/sandbox/phone.css", get(page::style))
        .route("/sandbox/phone.js", get(page::script))
        .route("/sandbox/network", get(network::describe))
        .route("/sandbox/sw.js", get(sw::script))
        .route(SOCKET_PATH, get(network::connect))
        .route("/sandbox/camera", get(camera::visible))
        .route("/sandbox/phones", get(phones::list).post(phones::add))
        .route("/sandbox/phones/{number}/scan", post(devices::scan))
        .route(
            "/sandbox/phones/{number}/enter-code",
            post(devices::enter_code),
        )
        .route(
            "/sandbox/phones/{number}/passkey",
            post(devices::confirm_passkey).delete(devices::refuse_passkey),
        )
        .route("/sandbox/phones/{number}/rename", post(phones::rename))
        .route("/sandbox/phones/{number}/unlink", post(devices::unlink))
        .route("/sandbox/phones/{number}/send", post(messages::send))
        .route("/sandbox/phones/{number}/inbox", get(messages::inbox))
        .route("/sandbox/phones/{number}/read", post(messages::read))
        .route("/sandbox/history", get(history::list))
        .route("/sandbox/faults", post(faults::set).delete(faults::clear))
        .merge(meta::routes())
        .route("/sandbox/{*rest}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .with_state(Context {
            network,
            meta,
            camera,
        })
}

async fn unknown() -> ApiError {
    ApiError::not_found("no_such_call", "the sandbox has no such call")
}

async fn wrong_method() -> ApiError {
    ApiError::wrong_method()
}
