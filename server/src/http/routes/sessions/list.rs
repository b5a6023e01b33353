//! `GET /api/sessions`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Reads;
use crate::http::view;
use crate::sessions::find;

pub(in crate::http) async fn get(
    State(app): State<App>,
    caller: Reads,
) -> Result<Json<Data<Vec<api::Session>>>, ApiError> {
    let sessions = find::all(&app, &caller.tenant_id).await?;
    Ok(Json(Data {
        data: sessions.iter().map(view::session).collect(),
    }))
}
