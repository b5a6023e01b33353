//! `POST /widget/cancel`: the person gives up. The answer is what the page shows from now on, which is not
//! "cancelled" where the number was connected a moment before.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::view::View;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::WidgetCaller;
use crate::pages::qr;
use crate::sessions::{cancel, view};

pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: WidgetCaller,
) -> Result<Json<Data<View>>, ApiError> {
    let mut opened = caller.opened;
    cancel::cancel(&app, &opened).await?;
    let live = opened.refresh(&app).await;
    let data = view::view(&opened.widget, &opened.tenant, &live, app.now(), qr::svg);
    Ok(Json(Data { data }))
}
