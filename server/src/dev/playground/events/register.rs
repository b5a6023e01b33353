//! The playground's webhook: one per installation, reused after a restart.

use std::time::Duration;

use crate::app::App;
use crate::domain::id::{TenantId, WebhookId};
use crate::domain::webhook::{Policy, Retries, Webhook};
use crate::domain::webhook_change::Switch;
use crate::store::all_pages;
use crate::webhooks::manage::{self, NewWebhook, WebhookChangeError, WebhookUpdate};

const LABEL: &str = "Playground";

/// Short pauses, because a person is watching.
const RETRIES: Retries = Retries {
    attempts: 6,
    delay: Duration::from_secs(1),
    policy: Policy::Exponential,
};

/// Returns the id of the webhook for `url`.
pub(super) async fn register(app: &App, url: &str) -> Result<WebhookId, WebhookChangeError> {
    let tenant_id = TenantId::default_tenant();
    let (webhooks, tenant) = (&app.webhooks, &tenant_id);
    let page = |paging| async move { manage::list(webhooks, tenant, &paging).await };
    let all = all_pages(page).await?;
    match all.into_iter().find(is_ours) {
        None => {
            let (webhook, _) = manage::create(&app.webhooks, &tenant_id, new_webhook(url)).await?;
            Ok(webhook.id)
        }
        Some(webhook) if webhook.url == url && webhook.enabled => Ok(webhook.id),
        Some(webhook) => {
            let change = WebhookUpdate {
                url: Some(url.to_owned()),
                enabled: Some(Switch::On),
                ..WebhookUpdate::default()
            };
            Ok(manage::update(&app.webhooks, &webhook, change).await?.id)
        }
    }
}

/// Recognised by label and path, because the port may have changed.
fn is_ours(webhook: &Webhook) -> bool {
    webhook.label.as_deref() == Some(LABEL) && webhook.url.ends_with(super::PATH)
}

fn new_webhook(url: &str) -> NewWebhook {
    NewWebhook {
        url: url.to_owned(),
        events: Vec::new(),
        session: None,
        label: Some(LABEL.to_owned()),
        headers: Vec::new(),
        retries: Some(RETRIES),
        hmac_key: None,
    }
}
