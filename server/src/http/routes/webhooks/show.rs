//! `GET /api/webhooks/{id}`

use axum::Json;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::http::extract::ManagedWebhook;

pub(in crate::http) async fn get(
    ManagedWebhook(webhook): ManagedWebhook,
) -> Json<Data<api::Webhook>> {
    Json(Data {
        data: view::webhook(&webhook),
    })
}
