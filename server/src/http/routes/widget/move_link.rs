//! `GET /widget/move`: the link as a QR code, with which the person goes on on the phone.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::http::extract::WidgetCaller;
use crate::http::headers::PRIVATE;
use crate::http::pages::qr;

/// The code contains the caller's own token, so it shows nothing that the caller does not have.
pub(in crate::http) async fn get(State(app): State<App>, caller: WidgetCaller) -> Response {
    let address = format!("/widget/connect?token={}", caller.token);
    let svg = qr::svg(&app.public_url.join(&address));
    (PRIVATE, [(CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}
