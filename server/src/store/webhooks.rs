//! Webhooks and their filters. Headers are sealed, because they may contain credentials.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{KeyRow, Store, StoreError, rows};
use crate::domain::id::{TenantId, WebhookId};
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::quota::Quota;
use crate::domain::time::Timestamp;
use crate::domain::webhook::{DisabledReason, EventFilter, Header, Policy, Retries, Webhook};

/// The event name in the filter of a webhook that receives every event.
const ALL: &str = "*";

impl Store {
    /// Writes a new webhook with its first key and returns its id.
    pub async fn create_webhook(
        &self,
        webhook: &Webhook,
        key: &KeyRow,
    ) -> Result<WebhookId, StoreError> {
        let mut creation = self.begin_creation(&webhook.tenant_id).await?;
        let transaction = &mut creation.transaction;
        let row = sqlx::query(
            "INSERT INTO webhooks (tenant_id, url, session_name, label, headers, retries, enabled, \
             failures, created_at) VALUES ($1, $2, $3, $4, '', $5, 1, 0, $6) RETURNING id",
        )
        .bind(webhook.tenant_id.as_str())
        .bind(webhook.url.as_str())
        .bind(webhook.session.as_deref())
        .bind(webhook.label.as_deref())
        .bind(webhook.retries.map(stored_retries))
        .bind(webhook.created_at.as_millis())
        .fetch_one(&mut **transaction)
        .await?;
        let id = WebhookId(rows::number(&row, "id")?);
        self.set_headers(transaction, id, &webhook.headers).await?;
        set_filter(transaction, id, &webhook.events).await?;
        self.insert_webhook_key(transaction, id, key).await?;
        creation.check(Quota::Webhooks, webhook.created_at).await?;
        creation.commit().await?;
        Ok(id)
    }

    pub async fn webhook(
        &self,
        tenant_id: &TenantId,
        id: WebhookId,
    ) -> Result<Option<Webhook>, StoreError> {
        let found = self.webhook_by_id(id).await?;
        Ok(found.filter(|webhook| webhook.tenant_id == *tenant_id))
    }

    /// A webhook of any tenant, for the outbox.
    pub async fn webhook_by_id(&self, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        let mut reader = self.readers.acquire().await?;
        let row = sqlx::query("SELECT * FROM webhooks WHERE id = $1 AND deleted_at IS NULL")
            .bind(id.0)
            .fetch_optional(&mut *reader)
            .await?;
        match row {
            Some(row) => self.read_webhook(&mut reader, &row).await.map(Some),
            None => Ok(None),
        }
    }

    /// A page of a tenant's webhooks, oldest first.
    pub async fn webhooks(
        &self,
        tenant_id: &TenantId,
        paging: &Paging,
    ) -> Result<Page<Webhook>, StoreError> {
        let mut reader = self.readers.acquire().await?;
        let found = sqlx::query(
            "SELECT * FROM webhooks WHERE tenant_id = $1 AND deleted_at IS NULL AND id > $2 \
             ORDER BY id LIMIT $3",
        )
        .bind(tenant_id.as_str())
        .bind(paging.after().1.parse().unwrap_or(0_i64))
        .bind(paging.limit.with_next())
        .fetch_all(&mut *reader)
        .await?;
        let mut webhooks = Vec::with_capacity(found.len());
        for row in &found {
            webhooks.push(self.read_webhook(&mut reader, row).await?);
        }
        Ok(Page::of(webhooks, paging.limit, |webhook: &Webhook| {
            Position::of_id(webhook.id.to_string())
        }))
    }

    pub(super) async fn set_headers(
        &self,
        connection: &mut AnyConnection,
        id: WebhookId,
        headers: &[Header],
    ) -> Result<(), StoreError> {
        let pairs: Vec<(&str, &str)> = headers
            .iter()
            .map(|header| (header.name.as_str(), header.value.as_str()))
            .collect();
        let text = serde_json::to_string(&pairs).expect("pairs of strings are JSON");
        sqlx::query("UPDATE webhooks SET headers = $1 WHERE id = $2")
            .bind(self.seal_text(&["webhook", &id.to_string()], &text))
            .bind(id.0)
            .execute(connection)
            .await?;
        Ok(())
    }

    pub(super) async fn read_webhook(
        &self,
        connection: &mut AnyConnection,
        row: &AnyRow,
    ) -> Result<Webhook, StoreError> {
        let id = WebhookId(rows::number(row, "id")?);
        let headers =
            self.open_text(&["webhook", &id.to_string()], &rows::text(row, "headers")?)?;
        let headers: Vec<(String, String)> =
            serde_json::from_str(&headers).map_err(|_| StoreError::Row("headers"))?;
        let names =
            sqlx::query("SELECT event FROM webhook_events WHERE webhook_id = $1 ORDER BY event")
                .bind(id.0)
                .fetch_all(connection)
                .await?;
        let names: Vec<String> = names
            .iter()
            .map(|row| rows::text(row, "event"))
            .collect::<Result<_, _>>()?;
        Ok(Webhook {
            id,
            tenant_id: rows::id(row, "tenant_id")?,
            url: rows::text(row, "url")?,
            events: if names.iter().any(|event| event == ALL) {
                EventFilter::All
            } else {
                EventFilter::These(names)
            },
            session: rows::optional_text(row, "session_name")?,
            label: rows::optional_text(row, "label")?,
            headers: headers
                .into_iter()
                .map(|(name, value)| Header { name, value })
                .collect(),
            retries: rows::optional_text(row, "retries")?
                .map(|text| retries(&text).ok_or(StoreError::Row("retries")))
                .transpose()?,
            enabled: rows::number(row, "enabled")? != 0,
            disabled_reason: rows::optional_text(row, "disabled_reason")?
                .map(|word| DisabledReason::parse(&word).ok_or(StoreError::Row("disabled_reason")))
                .transpose()?,
            failing_since: row
                .try_get::<Option<i64>, _>("failing_since")?
                .map(Timestamp::from_millis),
            failures: rows::number(row, "failures")?,
            created_at: rows::time(row, "created_at")?,
        })
    }
}

pub(super) async fn set_filter(
    connection: &mut AnyConnection,
    id: WebhookId,
    filter: &EventFilter,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM webhook_events WHERE webhook_id = $1")
        .bind(id.0)
        .execute(&mut *connection)
        .await?;
    let names: Vec<&str> = match filter {
        EventFilter::All => vec![ALL],
        EventFilter::These(names) => names.iter().map(String::as_str).collect(),
    };
    for name in names {
        sqlx::query("INSERT INTO webhook_events (webhook_id, event) VALUES ($1, $2)")
            .bind(id.0)
            .bind(name)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// `3 5 exponential`: three more attempts, five seconds to begin with.
pub(super) fn stored_retries(retries: Retries) -> String {
    format!(
        "{} {} {}",
        retries.attempts,
        retries.delay.as_secs(),
        retries.policy.as_str()
    )
}

fn retries(text: &str) -> Option<Retries> {
    let mut words = text.split(' ');
    Some(Retries {
        attempts: words.next()?.parse().ok()?,
        delay: Duration::from_secs(words.next()?.parse().ok()?),
        policy: Policy::parse(words.next()?)?,
    })
}
