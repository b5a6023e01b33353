//! `GET /sandbox/sw.js`: the script from which clients read the current version, in the form that WhatsApp serves.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::network::Network;
use crate::web_version::Published;

pub(super) async fn script(State(network): State<Arc<Network>>) -> Response {
    let (major, minor, revision) = match network.faults.versions.published() {
        Published::Version(version) => version,
        Published::Failing(status) => {
            return StatusCode::from_u16(status)
                .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
                .into_response();
        }
    };
    let script = format!(
        "__DEV__=0;/*FB_PKG_DELIM*/\nself.__swData=JSON.parse(/*BTDS*/\"{{\\\"dynamic_data\\\":\
         {{\\\"SiteData\\\":{{\\\"server_revision\\\":{revision},\\\"client_revision\\\":{revision},\
         \\\"push_phase\\\":\\\"C3\\\"}}}}}}\");\n/* {major}.{minor} */\n"
    );
    let kind = (
        header::CONTENT_TYPE,
        "application/javascript; charset=utf-8",
    );
    ([kind], script).into_response()
}
