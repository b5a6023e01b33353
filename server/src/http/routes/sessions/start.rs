//! `POST /api/sessions/{session}/start`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Managed;
use crate::http::view;
use crate::sessions::start;

pub(in crate::http) async fn post(
    State(app): State<App>,
    Managed(session): Managed,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = start::start(&app, &session).await?;
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
