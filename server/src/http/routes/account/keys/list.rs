//! `GET /api/account/keys`

use axum::Json;
use axum::extract::State;
use protocol::api::Page;
use protocol::api::account::Key;

use crate::account::Accounts;
use crate::account::keys;
use crate::domain::paging::List;
use crate::http::error::ApiError;
use crate::http::extract::{KeyHolder, ListParameters, ListQuery};
use crate::http::view;

/// List the keys that this key can access, oldest first.
///
/// These are the keys of its tenant whose scopes it has itself.
#[utoipa::path(
    get,
    path = "/api/account/keys",
    operation_id = "listKeys",
    tag = "Account",
    security(("apiKey" = [])),
    params(ListParameters),
    responses((status = 200, description = "A page of keys.", body = Page<Key>)),
)]
pub(in crate::http) async fn get(
    State(accounts): State<Accounts>,
    KeyHolder { key }: KeyHolder,
    query: ListQuery,
) -> Result<Json<Page<Key>>, ApiError> {
    let page = keys::list_of(&accounts, &key, &query.paging(List::Keys)?).await?;
    Ok(Json(view::page(List::Keys, &page, view::key)))
}
