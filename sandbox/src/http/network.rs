//! The network's address with its root key, and the WebSocket itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Serialize;

use super::reply::{ApiError, Data, data};
use crate::meta::Meta;
use crate::network::Network;
use crate::socket::{self, SOCKET_PATH};

/// Small, since there may be hundreds of clients and they send little.
const SOCKET_BUFFER: usize = 4096;
const MAX_MESSAGE: usize = 1 << 20;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Description {
    ws_url: String,
    root_public_key: String,
    /// The stand-in for Meta's Graph API, if the program that embeds the sandbox serves it.
    graph_url: Option<String>,
}

pub(super) async fn describe(
    State(network): State<Arc<Network>>,
    State(meta): State<Arc<Meta>>,
    headers: HeaderMap,
) -> Result<Json<Data<Description>>, ApiError> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.ok_or_else(|| {
        ApiError::bad_request(
            "no_host",
            "the address is made from the Host header, send one",
        )
    })?;
    Ok(data(Description {
        ws_url: format!("ws://{host}{SOCKET_PATH}"),
        root_public_key: BASE64_STANDARD.encode(network.store.read().server.root.public()),
        graph_url: meta.address(),
    }))
}

pub(super) async fn connect(
    State(network): State<Arc<Network>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .read_buffer_size(SOCKET_BUFFER)
        .write_buffer_size(0)
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(|websocket| socket::serve(network, websocket))
}
