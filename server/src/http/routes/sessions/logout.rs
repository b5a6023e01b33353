//! `POST /api/sessions/{session}/logout`

use axum::Json;
use axum::extract::{Path, State};
use protocol::api::{self, Data};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Manages;
use crate::http::view;
use crate::sessions::{find, log_out};

pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: Manages,
    Path(name): Path<String>,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = find::find(&app, &caller.tenant_id, &name)
        .await?
        .ok_or(ApiError::NoSuchSession)?;
    let session = log_out::log_out(&app, &session).await?;
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
