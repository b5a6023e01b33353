//! `POST /widget/start`: the page's script requests the start where the request for the page did not say that it
//! came from a person's browser, or where the process died before the start.

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
