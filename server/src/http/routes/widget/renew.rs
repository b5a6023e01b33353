//! `POST /widget/renew`: requests new codes after a timeout or a failed attempt.

use axum::extract::State;
use axum::http::StatusCode;

use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::sessions::Sessions;
use crate::sessions::renew;

pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    mut caller: WidgetCaller,
) -> Result<StatusCode, ApiError> {
    renew::renew(&sessions, &mut caller.opened).await?;
    Ok(StatusCode::ACCEPTED)
}
