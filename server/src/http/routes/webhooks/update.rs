//! `PATCH /api/webhooks/{id}`: what is left out stays.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::{Body, ManagedWebhook};
use crate::webhooks::manage::{self, Change, NewKey, OVERLAP, Switch};

pub(in crate::http) async fn patch(
    State(app): State<App>,
    ManagedWebhook(webhook): ManagedWebhook,
    Body(body): Body<api::UpdateWebhook>,
) -> Result<Json<Data<api::Webhook>>, ApiError> {
    let overlap = body.overlap_seconds.map_or(OVERLAP, Duration::from_secs);
    let change = Change {
        url: body.url,
        events: body.events,
        session: body.session,
        label: body.label,
        headers: body.headers.map(view::headers),
        retries: match body.retries {
            Some(Some(retries)) => Some(Some(view::retries(&retries)?)),
            Some(None) => Some(None),
            None => None,
        },
        enabled: body
            .enabled
            .map(|enabled| if enabled { Switch::On } else { Switch::Off }),
        hmac_key: body.hmac_key.map(|key| NewKey { key, overlap }),
    };
    let webhook = manage::update(&app, webhook, change).await?;
    Ok(Json(Data {
        data: view::webhook(&webhook),
    }))
}
