//! Creates, changes and deletes a tenant's webhooks. All validation happens here, before anything is stored.

use std::time::Duration;

use super::headers::{self, BadHeader};
use super::sender::Sender;
use super::signature::{self, BadHmacKey};
use super::target::{BadUrl, Target};
use crate::domain::id::{TenantId, WebhookId};
use crate::domain::name::{BadName, SessionName};
use crate::domain::paging::{Page, Paging};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{EventFilter, Header, HmacKey, Retries, UnknownEvent, Webhook};
use crate::domain::webhook_change::{Switch, WebhookChange};
use crate::store::{KeyRow, StoreError};
use crate::webhooks::Webhooks;

const MAX_LABEL: usize = 100;
const MAX_RETRIES: u32 = 20;
const MAX_DELAY: Duration = Duration::from_secs(24 * 3600);

/// How long a replaced key continues to sign next to the new one, unless the request names a time.
pub const OVERLAP: Duration = Duration::from_secs(24 * 3600);
const MAX_OVERLAP: Duration = Duration::from_secs(30 * 24 * 3600);

#[derive(Debug, thiserror::Error)]
pub enum WebhookChangeError {
    #[error("{0}")]
    Url(#[from] BadUrl),
    #[error("{0}")]
    Header(#[from] BadHeader),
    #[error("{0}")]
    Key(#[from] BadHmacKey),
    #[error("{0}")]
    Event(#[from] UnknownEvent),
    #[error("{0}")]
    Session(#[from] BadName),
    #[error("a label has at most 100 characters")]
    Label,
    #[error("retries are 0 to 20 attempts with a delaySeconds of 1 to 86400")]
    Retries,
    #[error("overlapSeconds is at most 2592000, thirty days")]
    Overlap,
    #[error("there is no such webhook")]
    NoSuchWebhook,
    #[error("{0}")]
    Store(StoreError),
}

impl From<StoreError> for WebhookChangeError {
    fn from(error: StoreError) -> Self {
        match error {
            // The webhook was deleted in the meantime.
            StoreError::NotFound => WebhookChangeError::NoSuchWebhook,
            other => WebhookChangeError::Store(other),
        }
    }
}

/// The settings of a webhook to create, not yet validated.
pub struct NewWebhook {
    pub url: String,
    pub events: Vec<String>,
    pub session: Option<String>,
    pub label: Option<String>,
    pub headers: Vec<Header>,
    pub retries: Option<Retries>,
    /// `None`: a key is generated.
    pub hmac_key: Option<String>,
}

/// A change of a webhook. A field that is `None` stays unchanged.
#[derive(Default)]
pub struct WebhookUpdate {
    pub url: Option<String>,
    pub events: Option<Vec<String>>,
    pub session: Option<Option<String>>,
    pub label: Option<Option<String>>,
    pub headers: Option<Vec<Header>>,
    pub retries: Option<Option<Retries>>,
    pub enabled: Option<Switch>,
    pub hmac_key: Option<NewKey>,
}

/// A new signing key, and how long the previous keys continue to sign.
pub struct NewKey {
    pub key: String,
    pub overlap: Duration,
}

pub async fn create(
    webhooks: &Webhooks,
    tenant_id: &TenantId,
    new: NewWebhook,
) -> Result<(Webhook, HmacKey), WebhookChangeError> {
    let key = match &new.hmac_key {
        Some(text) => signature::parse(text)?,
        None => HmacKey::from_random(rand::random()),
    };
    let webhook = Webhook {
        id: WebhookId(0),
        tenant_id: tenant_id.to_owned(),
        url: url(&webhooks.sender, &new.url).await?,
        events: EventFilter::parse(&new.events)?,
        session: new.session.map(session).transpose()?,
        label: new.label.map(label).transpose()?,
        headers: checked(new.headers)?,
        retries: new.retries.map(retries).transpose()?,
        enabled: true,
        disabled_reason: None,
        failing_since: None,
        failures: 0,
        created_at: webhooks.now(),
    };
    let row = key_row(webhooks, key.clone());
    let id = webhooks.store.create_webhook(&webhook, &row).await?;
    Ok((Webhook { id, ..webhook }, key))
}

pub async fn find(
    webhooks: &Webhooks,
    tenant_id: &TenantId,
    id: WebhookId,
) -> Result<Option<Webhook>, StoreError> {
    webhooks.store.webhook(tenant_id, id).await
}

/// A page of the tenant's webhooks, oldest first.
pub async fn list(
    webhooks: &Webhooks,
    tenant_id: &TenantId,
    paging: &Paging,
) -> Result<Page<Webhook>, StoreError> {
    webhooks.store.webhooks(tenant_id, paging).await
}

pub async fn delete(webhooks: &Webhooks, webhook: &Webhook) -> Result<(), WebhookChangeError> {
    Ok(webhooks
        .store
        .delete_webhook(webhook.id, webhooks.now())
        .await?)
}

/// Validates a change and applies it to the stored webhook.
pub async fn update(
    webhooks: &Webhooks,
    webhook: &Webhook,
    change: WebhookUpdate,
) -> Result<Webhook, WebhookChangeError> {
    let address = match change.url {
        Some(address) => Some(url(&webhooks.sender, &address).await?),
        None => None,
    };
    let checked = WebhookChange {
        url: address,
        events: change
            .events
            .map(|names| EventFilter::parse(&names))
            .transpose()?,
        session: change
            .session
            .map(|name| name.map(session).transpose())
            .transpose()?,
        label: change
            .label
            .map(|text| text.map(label).transpose())
            .transpose()?,
        headers: change.headers.map(checked).transpose()?,
        retries: change
            .retries
            .map(|wanted| wanted.map(retries).transpose())
            .transpose()?,
        enabled: change.enabled,
    };
    let now = webhooks.now();
    let key = change
        .hmac_key
        .map(|new| rotation(webhooks, &new, now))
        .transpose()?;
    let key = key.as_ref().map(|(row, until)| (row, *until));
    Ok(webhooks
        .store
        .update_webhook(webhook.id, checked, key, now)
        .await?)
}

fn rotation(
    webhooks: &Webhooks,
    new: &NewKey,
    now: Timestamp,
) -> Result<(KeyRow, Timestamp), WebhookChangeError> {
    if new.overlap > MAX_OVERLAP {
        return Err(WebhookChangeError::Overlap);
    }
    let key = signature::parse(&new.key)?;
    Ok((key_row(webhooks, key), now.plus(new.overlap)))
}

fn key_row(webhooks: &Webhooks, key: HmacKey) -> KeyRow {
    let at = webhooks.now();
    KeyRow {
        id: webhooks.ids.next(at),
        key,
        at,
    }
}

async fn url(sender: &Sender, text: &str) -> Result<String, BadUrl> {
    let target = Target::parse(text.trim())?;
    sender.check(&target).await?;
    Ok(target.url().to_string())
}

fn session(name: String) -> Result<String, BadName> {
    SessionName::parse(&name).map(|name| name.to_string())
}

fn label(text: String) -> Result<String, WebhookChangeError> {
    if text.chars().count() > MAX_LABEL {
        return Err(WebhookChangeError::Label);
    }
    Ok(text)
}

fn checked(headers: Vec<Header>) -> Result<Vec<Header>, BadHeader> {
    headers::check(&headers)?;
    Ok(headers)
}

fn retries(wanted: Retries) -> Result<Retries, WebhookChangeError> {
    let delay = Duration::from_secs(1)..=MAX_DELAY;
    if wanted.attempts > MAX_RETRIES || !delay.contains(&wanted.delay) {
        return Err(WebhookChangeError::Retries);
    }
    Ok(wanted)
}
