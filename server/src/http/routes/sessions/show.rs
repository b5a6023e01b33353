//! `GET /api/sessions/{session}`

use axum::Json;
use protocol::api::{self, Data};

use crate::http::extract::Seen;
use crate::http::view;

pub(in crate::http) async fn get(Seen(session): Seen) -> Json<Data<api::Session>> {
    Json(Data {
        data: view::session(&session),
    })
}
