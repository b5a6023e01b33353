//! `GET /api/sessions/{session}`

use axum::Json;
use axum::extract::{Path, State};
use protocol::api::{self, Data};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Reads;
use crate::http::view;
use crate::sessions::find;

pub(in crate::http) async fn get(
    State(app): State<App>,
    caller: Reads,
    Path(name): Path<String>,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = find::find(&app, &caller.tenant_id, &name)
        .await?
        .ok_or(ApiError::NoSuchSession)?;
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
