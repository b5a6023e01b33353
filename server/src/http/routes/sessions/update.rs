//! `PATCH /api/sessions/{session}`: another proxy, or none.

use axum::Json;
use axum::extract::{Path, State};
use protocol::api::{self, Data};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Manages};
use crate::http::routes::sessions::create::proxy;
use crate::http::view;
use crate::sessions::{find, update};

pub(in crate::http) async fn patch(
    State(app): State<App>,
    caller: Manages,
    Path(name): Path<String>,
    Body(wish): Body<api::UpdateSession>,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = find::find(&app, &caller.tenant_id, &name)
        .await?
        .ok_or(ApiError::NoSuchSession)?;
    let proxy = wish.proxy.map(proxy).transpose()?;
    let session = update::set_proxy(&app, &session, proxy).await?;
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
