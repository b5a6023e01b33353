//! `POST /widget/start`: starts the session for the page's script, if the request of the page did not start it or the
//! process ended before the start.

use axum::extract::State;
use axum::http::StatusCode;

use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::WidgetCaller;
use crate::sessions::Sessions;

pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    mut caller: WidgetCaller,
) -> Result<StatusCode, ApiError> {
    if !caller.opened.widget.is_open(sessions.now()) {
        return Err(ErrorCode::InvalidWidgetToken.into());
    }
    caller.opened.start(&sessions).await?;
    Ok(StatusCode::ACCEPTED)
}
