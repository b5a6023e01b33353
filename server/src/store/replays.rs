//! Queues every event since a time again, in batches. Each batch is a short transaction that also records the
//! progress, so an interrupted replay continues from there.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Store, StoreError, enqueue, rows};
use crate::domain::id::{EventId, WebhookId};
use crate::domain::time::Timestamp;

/// Events queued in one transaction, so that other writes do not wait.
const EVENTS_AT_ONCE: i64 = 100;

/// A replay in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    webhook_id: WebhookId,
    since: Timestamp,
    until: Timestamp,
    /// The last event that was queued.
    reached: (Timestamp, String),
}

impl Store {
    /// Records that a webhook is to receive every stored event since a time again, delivered before or not.
    pub async fn begin_replay(
        &self,
        webhook_id: WebhookId,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Replay, StoreError> {
        let replay = Replay {
            webhook_id,
            since,
            until: now,
            reached: (since, String::new()),
        };
        sqlx::query(
            "INSERT INTO webhook_replays (webhook_id, since, until, reached_at, reached_event) \
             VALUES ($1, $2, $3, $2, '') ON CONFLICT (webhook_id, since, until) DO NOTHING",
        )
        .bind(webhook_id.0)
        .bind(since.as_millis())
        .bind(now.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(replay)
    }

    /// Replays that are not complete.
    pub async fn replays(&self) -> Result<Vec<Replay>, StoreError> {
        let found = sqlx::query("SELECT * FROM webhook_replays ORDER BY until, webhook_id, since")
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(read).collect()
    }

    /// Queues the next batch. Returns the number of events; zero when the replay is complete.
    pub async fn continue_replay(&self, replay: &mut Replay) -> Result<u64, StoreError> {
        let batch = self.next_batch(replay).await?;
        let Some(last) = batch.last() else {
            self.end_replay(replay).await?;
            return Ok(0);
        };
        let reached = (rows::time(last, "created_at")?, rows::id(last, "id")?);
        let events: Vec<EventId> = batch
            .iter()
            .map(|row| rows::id(row, "id"))
            .collect::<Result<_, _>>()?;
        let _turn = self.bulk_turn().await;
        let mut transaction = self.pool.begin().await?;
        if !advance(&mut transaction, replay, &reached).await? {
            // Another process continues this replay, or the webhook is deleted.
            return Ok(0);
        }
        enqueue::wake(&mut transaction, replay.webhook_id, &events, replay.until).await?;
        queue_again(&mut transaction, replay.webhook_id, &events).await?;
        transaction.commit().await?;
        self.wake_outbox();
        replay.reached = reached;
        Ok(u64::try_from(events.len()).unwrap_or(u64::MAX))
    }

    /// The oldest events not yet queued that match the webhook's filters.
    async fn next_batch(&self, replay: &Replay) -> Result<Vec<AnyRow>, StoreError> {
        let found = sqlx::query(
            "SELECT e.id, e.created_at FROM webhooks w \
             JOIN events e ON e.tenant_id = w.tenant_id WHERE w.id = $1 \
             AND w.deleted_at IS NULL AND (e.created_at, e.id) > ($2, $3) \
             AND e.created_at <= $4 AND e.only_webhook IS NULL AND (e.except_webhook IS NULL \
             OR e.except_webhook <> w.id) AND (w.session_name IS NULL OR e.session_name = '' \
             OR w.session_name = e.session_name) AND EXISTS (SELECT 1 FROM webhook_events f \
             WHERE f.webhook_id = w.id AND f.event IN ('*', e.event)) ORDER BY e.created_at, e.id \
             LIMIT $5",
        )
        .bind(replay.webhook_id.0)
        .bind(replay.reached.0.as_millis())
        .bind(replay.reached.1.as_str())
        .bind(replay.until.as_millis())
        .bind(EVENTS_AT_ONCE)
        .fetch_all(&self.readers)
        .await?;
        Ok(found)
    }

    async fn end_replay(&self, replay: &Replay) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM webhook_replays WHERE webhook_id = $1 AND since = $2 AND until = $3",
        )
        .bind(replay.webhook_id.0)
        .bind(replay.since.as_millis())
        .bind(replay.until.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// Records the progress of the replay. Returns false if another process has advanced it.
async fn advance(
    connection: &mut AnyConnection,
    replay: &Replay,
    reached: &(Timestamp, String),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE webhook_replays SET reached_at = $1, reached_event = $2 WHERE webhook_id = $3 \
         AND since = $4 AND until = $5 AND reached_at = $6 AND reached_event = $7",
    )
    .bind(reached.0.as_millis())
    .bind(reached.1.as_str())
    .bind(replay.webhook_id.0)
    .bind(replay.since.as_millis())
    .bind(replay.until.as_millis())
    .bind(replay.reached.0.as_millis())
    .bind(replay.reached.1.as_str())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn queue_again(
    connection: &mut AnyConnection,
    webhook_id: WebhookId,
    events: &[EventId],
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO webhook_deliveries (webhook_id, event_id, session_name, state, attempts, \
         created_at) SELECT $1, e.id, e.session_name, 'pending', 0, e.created_at \
         FROM events e WHERE e.id IN ({}) ON CONFLICT (webhook_id, event_id) DO UPDATE \
         SET state = 'pending', attempts = 0",
        rows::placeholders(2, events.len())
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(webhook_id.0);
    for event in events {
        query = query.bind(event.as_str());
    }
    query.execute(connection).await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Replay, StoreError> {
    Ok(Replay {
        webhook_id: WebhookId(rows::number(row, "webhook_id")?),
        since: rows::time(row, "since")?,
        until: rows::time(row, "until")?,
        reached: (
            rows::time(row, "reached_at")?,
            rows::text(row, "reached_event")?,
        ),
    })
}
