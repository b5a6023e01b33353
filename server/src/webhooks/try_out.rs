//! A test delivery: made at once, also to a webhook that is disabled, and never tried again.

use serde_json::json;

use super::lane::{self, Endpoint};
use super::report;
use crate::app::App;
use crate::domain::webhook::Webhook;
use crate::store::{DeliveryRow, StoreError};

pub async fn test(app: &App, webhook: &Webhook) -> Result<Option<DeliveryRow>, StoreError> {
    let payload = json!({"webhookId": webhook.id, "message": "This is a test of this webhook."});
    let event = report::event(app, "webhook.test", &payload);
    let outgoing = app.store.begin_test(webhook, &event).await?;
    let keys = app.store.webhook_keys(webhook.id, app.now()).await?;
    let endpoint = Endpoint {
        webhook: webhook.clone(),
        keys,
    };
    let outcome = lane::attempt(app, &endpoint, &outgoing).await;
    app.store
        .finish_test(webhook.id, &outgoing, &outcome.attempt)
        .await?;
    app.store.delivery(webhook.id, &outgoing.event_id).await
}
