//! The network's address and the key that proves it, and the socket itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Serialize;

use super::reply::{Data, Failure, data};
use crate::SOCKET_PATH;
use crate::connection;
use crate::network::Network;

/// Hundreds of clients may wait on one network, and what they send is small.
const SOCKET_BUFFER: usize = 4096;
const LARGEST_MESSAGE: usize = 1 << 20;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Description {
    ws_url: String,
    root_public_key: String,
    /// Meta's side of the sandbox; there is none yet.
    graph_url: Option<String>,
}

pub(super) async fn describe(
    State(network): State<Arc<Network>>,
    headers: HeaderMap,
) -> Result<Json<Data<Description>>, Failure> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.ok_or_else(|| {
        Failure::bad_request(
            "no_host",
            "the address is made from the Host header, send one",
        )
    })?;
    Ok(data(Description {
        ws_url: format!("ws://{host}{SOCKET_PATH}"),
        root_public_key: BASE64_STANDARD.encode(network.store.read().server.root.public()),
        graph_url: None,
    }))
}

pub(super) async fn connect(
    State(network): State<Arc<Network>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .read_buffer_size(SOCKET_BUFFER)
        .write_buffer_size(0)
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        .on_upgrade(|socket| connection::serve(network, socket))
}
