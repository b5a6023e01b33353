//! The control calls, the phone page, and the door to the network's socket. Everything is under `/sandbox/`;
//! an answer is `{"data": …}` or `{"error": a sentence, "code": for programs}`.

mod camera;
mod faults;
mod history;
mod input;
mod messages;
mod network;
mod page;
mod phones;
mod reply;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{any, get, post};

use crate::network::Network;
use crate::{Camera, SOCKET_PATH};
use reply::Failure;

/// What the calls work on.
#[derive(Clone)]
struct Access {
    network: Arc<Network>,
    camera: Arc<dyn Camera>,
}

impl FromRef<Access> for Arc<Network> {
    fn from_ref(access: &Access) -> Arc<Network> {
        access.network.clone()
    }
}

impl FromRef<Access> for Arc<dyn Camera> {
    fn from_ref(access: &Access) -> Arc<dyn Camera> {
        access.camera.clone()
    }
}

pub(crate) fn router(network: Arc<Network>, camera: Arc<dyn Camera>) -> Router {
    Router::new()
        .route("/sandbox", get(page::moved))
        .route("/sandbox/", get(page::phone))
        .route("/sandbox/phone.css", get(page::style))
        .route("/sandbox/phone.js", get(page::script))
        .route("/sandbox/network", get(network::describe))
        .route(SOCKET_PATH, get(network::connect))
        .route("/sandbox/camera", get(camera::look))
        .route("/sandbox/phones", get(phones::list).post(phones::add))
        .route("/sandbox/phones/{number}/scan", post(phones::scan))
        .route(
            "/sandbox/phones/{number}/enter-code",
            post(phones::enter_code),
        )
        .route("/sandbox/phones/{number}/unlink", post(phones::unlink))
        .route("/sandbox/phones/{number}/send", post(messages::send))
        .route("/sandbox/phones/{number}/inbox", get(messages::inbox))
        .route("/sandbox/history", get(history::list))
        .route("/sandbox/faults", post(faults::cause).delete(faults::clear))
        .route("/sandbox/{*rest}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .with_state(Access { network, camera })
}

async fn unknown() -> Failure {
    Failure::not_found("no_such_call", "the sandbox has no such call")
}

async fn wrong_method() -> Failure {
    Failure::wrong_method()
}
