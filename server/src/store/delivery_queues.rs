//! The outbox. A queue (a row of `webhook_lanes`) holds one session's events for one webhook, delivered in order.
//!
//! A process claims a queue for a limited time, so that two processes never deliver it at once and the claim of a dead
//! one expires. A queue's events are read after its version, and it is marked empty only if the version is unchanged,
//! so no event that is added in the meantime is missed.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Store, StoreError, rows};
use crate::domain::id::{EventId, WebhookId};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Attempt, DeliveryState};

/// A claimed queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryQueue {
    pub webhook_id: WebhookId,
    pub session_name: String,
    /// The process that claimed it.
    pub node: String,
}

/// One pending event, ready to be sent.
#[derive(Clone)]
pub struct PendingEvent {
    pub event_id: EventId,
    pub event: String,
    /// Empty for an event that belongs to no session.
    pub session_name: String,
    pub payload: serde_json::Value,
    pub at: Timestamp,
    /// Attempts made so far.
    pub attempts: u32,
}

/// What follows from an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptResult {
    Delivered,
    /// Retried at this time; later events of the queue wait.
    RetryAt(Timestamp),
    /// No attempt is left; the queue continues with the next event.
    GivenUp,
}

impl Store {
    /// Webhooks with a queue that is due and unclaimed.
    pub async fn due_webhooks(&self, now: Timestamp) -> Result<Vec<WebhookId>, StoreError> {
        let found = sqlx::query(
            "SELECT w.id AS id FROM webhooks w WHERE w.enabled = 1 AND EXISTS (SELECT 1 \
             FROM webhook_lanes l WHERE l.webhook_id = w.id AND l.next_at <= $1 \
             AND l.claimed_until <= $1) ORDER BY w.id",
        )
        .bind(now.as_millis())
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| rows::number(row, "id").map(WebhookId))
            .collect()
    }

    /// When the next queue can be claimed, if any has pending events.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT MIN(CASE WHEN l.claimed_until > l.next_at THEN l.claimed_until ELSE l.next_at \
             END) AS due FROM webhook_lanes l JOIN webhooks w ON w.id = l.webhook_id \
             WHERE w.enabled = 1 AND l.next_at IS NOT NULL",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(row
            .try_get::<Option<i64>, _>("due")?
            .map(Timestamp::from_millis))
    }

    /// Claims up to `most` due queues of a webhook for `node`, longest waiting first.
    pub async fn claim_queues(
        &self,
        webhook_id: WebhookId,
        node: &str,
        now: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> Result<Vec<DeliveryQueue>, StoreError> {
        let found = sqlx::query(
            "UPDATE webhook_lanes SET claimed_by = $1, claimed_until = $2 \
             WHERE webhook_id = $3 AND next_at <= $4 AND claimed_until <= $4 \
             AND session_name IN (SELECT session_name FROM webhook_lanes WHERE webhook_id = $3 \
             AND next_at <= $4 AND claimed_until <= $4 ORDER BY next_at LIMIT $5) \
             RETURNING session_name",
        )
        .bind(node)
        .bind(until.as_millis())
        .bind(webhook_id.0)
        .bind(now.as_millis())
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(DeliveryQueue {
                    webhook_id,
                    session_name: rows::text(row, "session_name")?,
                    node: node.to_owned(),
                })
            })
            .collect()
    }

    /// A queue's pending events, oldest first, and the version of the queue that they belong to.
    pub async fn waiting(
        &self,
        queue: &DeliveryQueue,
        most: i64,
    ) -> Result<(i64, Vec<PendingEvent>), StoreError> {
        let row = sqlx::query(
            "SELECT version FROM webhook_lanes WHERE webhook_id = $1 AND session_name = $2",
        )
        .bind(queue.webhook_id.0)
        .bind(queue.session_name.as_str())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else {
            return Ok((0, Vec::new()));
        };
        let version = rows::number(&row, "version")?;
        let found = sqlx::query(
            "SELECT e.id, e.event, e.session_name, e.payload, e.created_at, d.attempts \
             FROM webhook_deliveries d JOIN events e ON e.id = d.event_id \
             WHERE d.webhook_id = $1 AND d.session_name = $2 \
             AND d.state = 'pending' ORDER BY d.event_id LIMIT $3",
        )
        .bind(queue.webhook_id.0)
        .bind(queue.session_name.as_str())
        .bind(most)
        .fetch_all(&self.readers)
        .await?;
        let waiting: Result<_, StoreError> = found.iter().map(|row| self.outgoing(row)).collect();
        Ok((version, waiting?))
    }

    pub(super) fn outgoing(&self, row: &AnyRow) -> Result<PendingEvent, StoreError> {
        let (event_id, event) = (rows::id(row, "id")?, rows::text(row, "event")?);
        Ok(PendingEvent {
            payload: self.open_payload(&event_id, &event, rows::text(row, "payload")?)?,
            session_name: rows::text(row, "session_name")?,
            at: rows::time(row, "created_at")?,
            attempts: u32::try_from(rows::number(row, "attempts")?).unwrap_or(u32::MAX),
            event_id,
            event,
        })
    }

    /// Writes the result of an attempt. Returns false if this process has lost its claim and must stop.
    pub async fn record(
        &self,
        queue: &DeliveryQueue,
        event_id: &EventId,
        attempt: &Attempt,
        result: &AttemptResult,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Every transaction locks the queue's row first, to prevent deadlocks.
        let (next_at, until) = match result {
            AttemptResult::Delivered | AttemptResult::GivenUp => (attempt.at, until),
            AttemptResult::RetryAt(at) => (*at, Timestamp::from_millis(0)),
        };
        let held = sqlx::query(
            "UPDATE webhook_lanes SET next_at = $1, claimed_until = $2, stalled = CASE WHEN $3 = \
             'delivered' THEN 0 ELSE stalled END WHERE webhook_id = $4 AND session_name = $5 \
             AND claimed_by = $6",
        )
        .bind(next_at.as_millis())
        .bind(until.as_millis())
        .bind(state(result).as_str())
        .bind(queue.webhook_id.0)
        .bind(queue.session_name.as_str())
        .bind(queue.node.as_str())
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "UPDATE webhook_deliveries SET state = $1, attempts = attempts + 1 \
                     WHERE webhook_id = $2 AND event_id = $3 AND state = 'pending'",
        )
        .bind(state(result).as_str())
        .bind(queue.webhook_id.0)
        .bind(event_id.as_str())
        .execute(&mut *transaction)
        .await?;
        insert_attempt(&mut transaction, queue.webhook_id, event_id, attempt).await?;
        let failure_count = match result {
            AttemptResult::Delivered => {
                "UPDATE webhooks SET failing_since = NULL, failures = 0 WHERE id = $1 \
                 AND failures > 0 AND $2 = $2"
            }
            AttemptResult::RetryAt(_) | AttemptResult::GivenUp => {
                "UPDATE webhooks \
                 SET failing_since = COALESCE(failing_since, $2), failures = failures + 1 \
                 WHERE id = $1"
            }
        };
        sqlx::query(failure_count)
            .bind(queue.webhook_id.0)
            .bind(attempt.at.as_millis())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(held.rows_affected() == 1)
    }

    /// Marks a queue as empty and releases it. Returns false if events were added since `version`, or the claim is
    /// lost.
    pub async fn mark_empty(
        &self,
        queue: &DeliveryQueue,
        version: i64,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE webhook_lanes SET next_at = NULL, claimed_until = 0 \
             WHERE webhook_id = $1 AND session_name = $2 AND claimed_by = $3 AND version = $4",
        )
        .bind(queue.webhook_id.0)
        .bind(queue.session_name.as_str())
        .bind(queue.node.as_str())
        .bind(version)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Releases the claim of a queue that still has events.
    pub async fn release(&self, queue: &DeliveryQueue) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE webhook_lanes SET claimed_until = 0 WHERE webhook_id = $1 \
                     AND session_name = $2 AND claimed_by = $3",
        )
        .bind(queue.webhook_id.0)
        .bind(queue.session_name.as_str())
        .bind(queue.node.as_str())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Releases every claim. Only for the start of the process that runs the sessions, because commands open the same
    /// database while it delivers.
    pub async fn release_claims(&self) -> Result<(), StoreError> {
        sqlx::query("UPDATE webhook_lanes SET claimed_until = 0 WHERE claimed_until > 0")
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn state(result: &AttemptResult) -> DeliveryState {
    match result {
        AttemptResult::Delivered => DeliveryState::Delivered,
        AttemptResult::RetryAt(_) => DeliveryState::Pending,
        AttemptResult::GivenUp => DeliveryState::Failed,
    }
}

pub(super) async fn insert_attempt(
    connection: &mut AnyConnection,
    webhook_id: WebhookId,
    event_id: &EventId,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    // Inserts nothing if the delivery was deleted with its webhook in the meantime.
    sqlx::query(
        "INSERT INTO webhook_attempts (webhook_id, event_id, at, status, failure, duration_ms, \
         answer) SELECT d.webhook_id, d.event_id, $3, $4, $5, $6, $7 \
         FROM webhook_deliveries d WHERE d.webhook_id = $1 AND d.event_id = $2",
    )
    .bind(webhook_id.0)
    .bind(event_id.as_str())
    .bind(attempt.at.as_millis())
    .bind(attempt.status.map(i64::from))
    .bind(attempt.failure.as_deref())
    .bind(i64::try_from(attempt.duration.as_millis()).unwrap_or(i64::MAX))
    .bind(attempt.answer.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
