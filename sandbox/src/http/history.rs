//! The most recent events of the network, of all phones or of one.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::reply::{ApiError, Data, data};
use crate::history::Entry;
use crate::network::Network;
use crate::phone;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Filter {
    phone_number: Option<String>,
}

pub(super) async fn list(
    State(network): State<Arc<Network>>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Json<Data<Vec<Entry>>>, ApiError> {
    let Query(filter) =
        filter.map_err(|error| ApiError::bad_request("invalid_query", error.body_text()))?;
    // A plus sign in a query means a space, unless it is written as %2B.
    let number = filter.phone_number.as_deref().map(str::trim);
    let number = number.map(phone::digits).transpose()?;
    let mut entries = network.history.all();
    if let Some(number) = number {
        entries.retain(|entry| entry.is_about(&number));
    }
    Ok(data(entries))
}
