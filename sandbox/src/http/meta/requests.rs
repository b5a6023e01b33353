//! The requests that reached the Graph API.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::reply::{Data, data};
use crate::meta::{Meta, RequestRecord};

#[derive(Serialize)]
pub(super) struct RequestsView {
    requests: Vec<RequestRecord>,
    counts: BTreeMap<&'static str, usize>,
}

pub(super) async fn list(State(meta): State<Arc<Meta>>) -> Json<Data<RequestsView>> {
    data(RequestsView {
        requests: meta.requests.all(),
        counts: meta.requests.counts(),
    })
}

pub(super) async fn clear(State(meta): State<Arc<Meta>>) -> Json<Data<Value>> {
    meta.requests.clear();
    data(json!({}))
}
