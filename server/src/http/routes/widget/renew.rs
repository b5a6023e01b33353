//! `POST /widget/renew`: new codes, because nobody scanned in time or an attempt failed.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::sessions::renew;

pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<StatusCode, ApiError> {
    renew::renew(&app, &caller.opened).await?;
    Ok(StatusCode::ACCEPTED)
}
