//! `POST /widget/cancel`: the person gives up.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::sessions::cancel;

pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<Json<Value>, ApiError> {
    let callback = cancel::cancel(&app, &caller.opened).await?;
    Ok(Json(json!({"data": {"callback": callback}})))
}
