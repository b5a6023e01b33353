//! `POST /widget/start`: the page's script asks for the start where the request for the page did not say that it
//! came from a person's browser, or where the process died before the start.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::sessions::open_widget;

pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<StatusCode, ApiError> {
    if !caller.opened.widget.is_open(app.now()) {
        return Err(ApiError::WidgetToken);
    }
    open_widget::start(&app, &caller.opened).await?;
    Ok(StatusCode::ACCEPTED)
}
