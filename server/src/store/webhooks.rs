//! Webhooks and their filters. Headers may hold credentials: sealed.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{KeyRow, Store, StoreError, rows};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{DisabledReason, EventFilter, Header, Policy, Retries, Webhook};

/// The child row of a webhook that wants every event.
const ALL: &str = "*";

impl Store {
    /// Writes a new webhook with its first key, unless its tenant has `most` already. Returns its id.
    pub async fn create_webhook(
        &self,
        webhook: &Webhook,
        key: &KeyRow,
        most: i64,
    ) -> Result<Option<i64>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let row = sqlx::query(
            "INSERT INTO webhooks (tenant_id, url, session_name, label, headers, retries, enabled, failures, created_at) \
             SELECT $1, $2, $3, $4, '', $5, 1, 0, $6 WHERE (SELECT COUNT(*) FROM webhooks WHERE tenant_id = $1) < $7 RETURNING id",
        )
        .bind(webhook.tenant_id.as_str())
        .bind(webhook.url.as_str())
        .bind(webhook.session.as_deref())
        .bind(webhook.label.as_deref())
        .bind(webhook.retries.map(stored_retries))
        .bind(webhook.created_at.as_millis())
        .bind(most)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let id = rows::number(&row, "id")?;
        self.set_headers(&mut transaction, id, &webhook.headers)
            .await?;
        set_filter(&mut transaction, id, &webhook.events).await?;
        self.insert_webhook_key(&mut transaction, id, key).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }

    pub async fn webhook(&self, tenant_id: &str, id: i64) -> Result<Option<Webhook>, StoreError> {
        let row = sqlx::query("SELECT * FROM webhooks WHERE tenant_id = $1 AND id = $2")
            .bind(tenant_id)
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(row) => self.read_webhook(&row).await.map(Some),
            None => Ok(None),
        }
    }

    /// A webhook of whichever tenant, for the outbox.
    pub async fn webhook_of_anyone(&self, id: i64) -> Result<Option<Webhook>, StoreError> {
        let row = sqlx::query("SELECT * FROM webhooks WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(row) => self.read_webhook(&row).await.map(Some),
            None => Ok(None),
        }
    }

    pub async fn webhooks(&self, tenant_id: &str) -> Result<Vec<Webhook>, StoreError> {
        let found = sqlx::query("SELECT * FROM webhooks WHERE tenant_id = $1 ORDER BY id")
            .bind(tenant_id)
            .fetch_all(&self.readers)
            .await?;
        let mut webhooks = Vec::with_capacity(found.len());
        for row in &found {
            webhooks.push(self.read_webhook(row).await?);
        }
        Ok(webhooks)
    }

    /// Writes what the owner decides of a webhook, and with it a new key that older ones outlive until the
    /// given time. One that is enabled starts with a clean record, and what waited for it is due.
    pub async fn update_webhook(
        &self,
        webhook: &Webhook,
        key: Option<(&KeyRow, Timestamp)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Lanes before webhooks, as the outbox does: two transactions never wait for each other.
        if webhook.enabled && webhook.failures == 0 {
            sqlx::query(
                "UPDATE webhook_lanes SET next_at = $1 WHERE webhook_id = $2 AND next_at > $1",
            )
            .bind(now.as_millis())
            .bind(webhook.id)
            .execute(&mut *transaction)
            .await?;
        }
        sqlx::query(
            "UPDATE webhooks SET url = $1, session_name = $2, label = $3, retries = $4, enabled = $5, disabled_reason = $6, \
             failing_since = $7, failures = $8 WHERE id = $9",
        )
        .bind(webhook.url.as_str())
        .bind(webhook.session.as_deref())
        .bind(webhook.label.as_deref())
        .bind(webhook.retries.map(stored_retries))
        .bind(i64::from(webhook.enabled))
        .bind(webhook.disabled_reason.map(DisabledReason::as_str))
        .bind(webhook.failing_since.map(Timestamp::as_millis))
        .bind(webhook.failures)
        .bind(webhook.id)
        .execute(&mut *transaction)
        .await?;
        self.set_headers(&mut transaction, webhook.id, &webhook.headers)
            .await?;
        set_filter(&mut transaction, webhook.id, &webhook.events).await?;
        if let Some((key, older_until)) = key {
            self.replace_webhook_key(&mut transaction, webhook.id, key, older_until)
                .await?;
        }
        transaction.commit().await?;
        self.news.notify_one();
        Ok(())
    }

    /// A webhook and all that waited for it.
    pub async fn delete_webhook(&self, id: i64) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        for sql in [
            "DELETE FROM webhook_lanes WHERE webhook_id = $1",
            "DELETE FROM webhooks WHERE id = $1",
            "DELETE FROM webhook_events WHERE webhook_id = $1",
            "DELETE FROM webhook_keys WHERE webhook_id = $1",
            "DELETE FROM webhook_deliveries WHERE webhook_id = $1",
            "DELETE FROM webhook_attempts WHERE webhook_id = $1",
        ] {
            sqlx::query(sql).bind(id).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn set_headers(
        &self,
        connection: &mut AnyConnection,
        id: i64,
        headers: &[Header],
    ) -> Result<(), StoreError> {
        let pairs: Vec<(&str, &str)> = headers
            .iter()
            .map(|header| (header.name.as_str(), header.value.as_str()))
            .collect();
        let text = serde_json::to_string(&pairs).expect("pairs of strings are JSON");
        sqlx::query("UPDATE webhooks SET headers = $1 WHERE id = $2")
            .bind(self.seal_text(&["webhook", &id.to_string()], &text))
            .bind(id)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn read_webhook(&self, row: &AnyRow) -> Result<Webhook, StoreError> {
        let id = rows::number(row, "id")?;
        let headers =
            self.open_text(&["webhook", &id.to_string()], &rows::text(row, "headers")?)?;
        let headers: Vec<(String, String)> =
            serde_json::from_str(&headers).map_err(|_| StoreError::Row("headers"))?;
        let wanted =
            sqlx::query("SELECT event FROM webhook_events WHERE webhook_id = $1 ORDER BY event")
                .bind(id)
                .fetch_all(&self.readers)
                .await?;
        let wanted: Vec<String> = wanted
            .iter()
            .map(|row| rows::text(row, "event"))
            .collect::<Result<_, _>>()?;
        Ok(Webhook {
            id,
            tenant_id: rows::text(row, "tenant_id")?,
            url: rows::text(row, "url")?,
            events: if wanted.iter().any(|event| event == ALL) {
                EventFilter::All
            } else {
                EventFilter::These(wanted)
            },
            session: rows::maybe(row, "session_name")?,
            label: rows::maybe(row, "label")?,
            headers: headers
                .into_iter()
                .map(|(name, value)| Header { name, value })
                .collect(),
            retries: rows::maybe(row, "retries")?
                .map(|text| retries(&text).ok_or(StoreError::Row("retries")))
                .transpose()?,
            enabled: rows::number(row, "enabled")? != 0,
            disabled_reason: rows::maybe(row, "disabled_reason")?
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

async fn set_filter(
    connection: &mut AnyConnection,
    id: i64,
    filter: &EventFilter,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM webhook_events WHERE webhook_id = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    let names: Vec<&str> = match filter {
        EventFilter::All => vec![ALL],
        EventFilter::These(names) => names.iter().map(String::as_str).collect(),
    };
    for name in names {
        sqlx::query("INSERT INTO webhook_events (webhook_id, event) VALUES ($1, $2)")
            .bind(id)
            .bind(name)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// `3 5 exponential`: three more attempts, five seconds to begin with.
fn stored_retries(retries: Retries) -> String {
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
