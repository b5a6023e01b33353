//! The delivery log: the state of each event's delivery to a webhook, every attempt, and replays.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::events::EventScope;
use super::{Audience, EventRow, PendingEvent, Store, StoreError, delivery_queues, enqueue, rows};
use crate::domain::id::{EventId, WebhookId};
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Attempt, DeliveryState, Webhook};

/// The delivery of one event to one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    pub webhook_id: WebhookId,
    pub event_id: EventId,
    pub event: String,
    pub session: Option<String>,
    pub state: DeliveryState,
    pub created_at: Timestamp,
    /// Oldest first.
    pub attempts: Vec<Attempt>,
}

const ROW: &str = "SELECT d.event_id, d.session_name, d.state, d.created_at, e.event \
                   FROM webhook_deliveries d JOIN events e ON e.id = d.event_id \
                   WHERE d.webhook_id = $1";

impl Store {
    /// A page of a webhook's log, newest event first.
    pub async fn deliveries(
        &self,
        webhook_id: WebhookId,
        state: Option<DeliveryState>,
        paging: &Paging,
    ) -> Result<Page<DeliveryRow>, StoreError> {
        // In the text, because an index of one state serves only a query that names the state.
        let state = state.map_or_else(String::new, |state| {
            format!("AND d.state = '{}'", state.as_str())
        });
        let start = match paging.after {
            Some(_) => "AND d.event_id < $2",
            None => "AND $2 = ''",
        };
        let sql = format!("{ROW} {start} {state} ORDER BY d.event_id DESC LIMIT $3");
        let found = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(webhook_id.0)
            .bind(paging.after().1)
            .bind(paging.limit.with_next())
            .fetch_all(&self.readers)
            .await?;
        let mut deliveries = Vec::with_capacity(found.len());
        for row in &found {
            deliveries.push(self.read_delivery(webhook_id, row).await?);
        }
        Ok(Page::of(deliveries, paging.limit, |row: &DeliveryRow| {
            Position::of_id(row.event_id.as_str())
        }))
    }

    pub async fn delivery(
        &self,
        webhook_id: WebhookId,
        event_id: &EventId,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        let sql = format!("{ROW} AND d.event_id = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(webhook_id.0)
            .bind(event_id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(row) => self.read_delivery(webhook_id, &row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn read_delivery(
        &self,
        webhook_id: WebhookId,
        row: &AnyRow,
    ) -> Result<DeliveryRow, StoreError> {
        let event_id: EventId = rows::id(row, "event_id")?;
        let attempts = sqlx::query(
            "SELECT at, status, failure, duration_ms, answer FROM webhook_attempts \
             WHERE webhook_id = $1 AND event_id = $2 ORDER BY id",
        )
        .bind(webhook_id.0)
        .bind(event_id.as_str())
        .fetch_all(&self.readers)
        .await?;
        Ok(DeliveryRow {
            webhook_id,
            event: rows::text(row, "event")?,
            session: Some(rows::text(row, "session_name")?).filter(|name| !name.is_empty()),
            state: DeliveryState::parse(&rows::text(row, "state")?)
                .ok_or(StoreError::Row("state"))?,
            created_at: rows::time(row, "created_at")?,
            attempts: attempts.iter().map(attempt).collect::<Result<_, _>>()?,
            event_id,
        })
    }

    /// Queues one delivery again and resets its attempts. Returns false if there is no such delivery.
    pub async fn replay(
        &self,
        webhook_id: WebhookId,
        event_id: &EventId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Locks the queue's row first, as the outbox does, to prevent deadlocks.
        enqueue::wake(&mut transaction, webhook_id, &[event_id], now).await?;
        let done = sqlx::query(
            "UPDATE webhook_deliveries \
            SET state = 'pending', attempts = 0 WHERE webhook_id = $1 AND event_id = $2",
        )
        .bind(webhook_id.0)
        .bind(event_id.as_str())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        transaction.commit().await?;
        self.wake_outbox();
        Ok(true)
    }

    /// Writes a test event for one webhook, which the caller sends at once.
    pub async fn begin_test(
        &self,
        webhook: &Webhook,
        event: &EventRow,
    ) -> Result<PendingEvent, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let place = EventScope {
            tenant_id: &webhook.tenant_id,
            session_name: "",
            audience: Audience::OneWebhook(webhook.id),
        };
        self.insert_event(&mut transaction, place, event).await?;
        transaction.commit().await?;
        Ok(PendingEvent {
            event_id: event.id.clone(),
            event: event.event.to_owned(),
            session_name: String::new(),
            payload: serde_json::from_str(&event.payload)
                .map_err(|_| StoreError::Row("payload"))?,
            at: event.at,
            attempts: 0,
        })
    }

    /// Writes the result of a test delivery, which is never retried.
    pub async fn finish_test(
        &self,
        webhook_id: WebhookId,
        test: &PendingEvent,
        attempt: &Attempt,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        insert_test_delivery(&mut transaction, webhook_id, test, attempt).await?;
        delivery_queues::insert_attempt(&mut transaction, webhook_id, &test.event_id, attempt)
            .await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn insert_test_delivery(
    connection: &mut AnyConnection,
    webhook_id: WebhookId,
    test: &PendingEvent,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    let state = match attempt.failure {
        None => DeliveryState::Delivered,
        Some(_) => DeliveryState::Failed,
    };
    // Inserts nothing if the webhook was deleted in the meantime.
    sqlx::query(
        "INSERT INTO webhook_deliveries (webhook_id, event_id, session_name, state, attempts, \
         created_at) SELECT w.id, $2, '', $3, 1, $4 FROM webhooks w WHERE w.id = $1 \
         AND w.deleted_at IS NULL",
    )
    .bind(webhook_id.0)
    .bind(test.event_id.as_str())
    .bind(state.as_str())
    .bind(test.at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

fn attempt(row: &AnyRow) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        at: rows::time(row, "at")?,
        status: row
            .try_get::<Option<i64>, _>("status")?
            .map(|status| u16::try_from(status).map_err(|_| StoreError::Row("status")))
            .transpose()?,
        failure: rows::optional_text(row, "failure")?,
        duration: Duration::from_millis(
            u64::try_from(rows::number(row, "duration_ms")?).unwrap_or(0),
        ),
        answer: rows::text(row, "answer")?,
    })
}
