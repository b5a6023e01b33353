//! `GET /api/account/keys/{id}`

use axum::Json;
use axum::extract::{Path, State};
use protocol::api::Data;
use protocol::api::account::Key;

use crate::account::keys::{self, Actor};
use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Holder;
use crate::http::view;

pub(in crate::http) async fn get(
    State(app): State<App>,
    Holder { key }: Holder,
    Path(id): Path<String>,
) -> Result<Json<Data<Key>>, ApiError> {
    let found = keys::find(&app, &Actor::Key(key), &id).await?;
    Ok(Json(Data {
        data: view::key(&found),
    }))
}
