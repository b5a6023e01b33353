//! Adds events to the queues of the webhooks whose filters match, when they happen and when they are replayed.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::events::EventScope;
use super::{EventRow, StoreError, rows};
use crate::domain::id::WebhookId;
use crate::domain::time::Timestamp;

/// Queues an event for every enabled webhook whose filters match.
pub(super) async fn fan_out(
    connection: &mut AnyConnection,
    scope: EventScope<'_>,
    event: &EventRow,
    except: Option<WebhookId>,
) -> Result<(), StoreError> {
    let queued = sqlx::query(
        "INSERT INTO webhook_deliveries (webhook_id, event_id, session_name, state, attempts, \
         created_at) SELECT w.id, $1, $2, 'pending', 0, $3 FROM webhooks w \
         WHERE w.tenant_id = $4 AND w.enabled = 1 AND w.id <> $5 AND (w.session_name IS NULL \
         OR $2 = '' OR w.session_name = $2) AND EXISTS (SELECT 1 FROM webhook_events f \
         WHERE f.webhook_id = w.id AND f.event IN ('*', $6)) ORDER BY w.id",
    )
    .bind(event.id.as_str())
    .bind(scope.session_name)
    .bind(event.at.as_millis())
    .bind(scope.tenant_id.as_str())
    .bind(except.unwrap_or_default().0)
    .bind(event.event)
    .execute(&mut *connection)
    .await?;
    if queued.rows_affected() == 0 {
        return Ok(());
    }
    // A queue that waits for a retry keeps its time.
    sqlx::query(
        "INSERT INTO webhook_lanes (webhook_id, session_name, next_at, version, claimed_until, \
         stalled) SELECT d.webhook_id, d.session_name, $1, 1, 0, 0 FROM webhook_deliveries d \
         WHERE d.event_id = $2 ORDER BY d.webhook_id ON CONFLICT (webhook_id, session_name) DO \
         UPDATE SET version = webhook_lanes.version + 1, next_at = COALESCE(webhook_lanes.next_at, \
         excluded.next_at)",
    )
    .bind(event.at.as_millis())
    .bind(event.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes the queues of one webhook that contain these events due.
pub(super) async fn wake<E: AsRef<str>>(
    connection: &mut AnyConnection,
    webhook_id: WebhookId,
    events: &[E],
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO webhook_lanes (webhook_id, session_name, next_at, version, claimed_until, \
         stalled) SELECT DISTINCT $1, e.session_name, $2, 1, 0, 0 FROM events e \
         WHERE e.id IN ({}) ORDER BY e.session_name ON CONFLICT (webhook_id, session_name) DO \
         UPDATE SET version = webhook_lanes.version + 1, next_at = excluded.next_at",
        rows::placeholders(3, events.len())
    );
    let mut query = sqlx::query(AssertSqlSafe(sql))
        .bind(webhook_id.0)
        .bind(at.as_millis());
    for event in events {
        query = query.bind(event.as_ref());
    }
    query.execute(connection).await?;
    Ok(())
}
