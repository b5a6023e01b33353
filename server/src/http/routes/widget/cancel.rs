//! `POST /widget/cancel`: cancels the attempt. The response is the view to show, which is "connected" if the number
//! was connected before.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::view::View;

use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::http::pages::qr;
use crate::sessions::Sessions;
use crate::sessions::{cancel, view};

pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    caller: WidgetCaller,
) -> Result<Json<Data<View>>, ApiError> {
    let mut opened = caller.opened;
    cancel::cancel(&sessions, &opened).await?;
    let live = opened.refresh(&sessions).await;
    let data = view::view(&opened, &live, sessions.now(), &qr::drawer(&sessions));
    Ok(Json(Data { data }))
}
