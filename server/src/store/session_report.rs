//! What a report about a session needs besides the session itself.

use super::{Store, StoreError, rows};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// An event as it was written. The payload of a QR code stays sealed, and is left out.
pub struct PastEvent {
    pub at: Timestamp,
    pub event: String,
    pub payload: Option<serde_json::Value>,
}

/// How far a link of the session came; the times are milliseconds since its opening.
pub struct LinkSteps {
    pub method: Option<String>,
    pub outcome: String,
    pub reasons: String,
    pub opened_at: Option<Timestamp>,
    pub shown_ms: Option<i64>,
    pub scanned_ms: Option<i64>,
    pub linked_ms: Option<i64>,
}

impl Store {
    /// The last events of a session, the oldest first.
    pub async fn last_events(
        &self,
        session: &Session,
        most: i64,
    ) -> Result<Vec<PastEvent>, StoreError> {
        let found = sqlx::query(
            "SELECT event, created_at, CASE WHEN event = 'session.qr' THEN NULL ELSE payload END \
             AS payload FROM events WHERE tenant_id = $1 AND session_name = $2 AND created_at >= \
             $3 ORDER BY id DESC LIMIT $4",
        )
        .bind(session.tenant_id.as_str())
        .bind(session.name.as_str())
        // Earlier events belong to a deleted session of the same name.
        .bind(session.created_at.as_millis())
        .bind(most)
        .fetch_all(&self.readers)
        .await?;
        let events = found.iter().rev().map(|row| {
            let payload = rows::optional_text(row, "payload")?;
            Ok(PastEvent {
                at: rows::time(row, "created_at")?,
                event: rows::text(row, "event")?,
                payload: payload.and_then(|payload| serde_json::from_str(&payload).ok()),
            })
        });
        events.collect()
    }

    /// The steps of the session's links, the oldest first.
    pub async fn link_steps(&self, session_id: &SessionId) -> Result<Vec<LinkSteps>, StoreError> {
        let found = sqlx::query(
            "SELECT f.method, f.outcome, f.reasons, f.opened_at, f.shown_ms, f.scanned_ms, \
             f.linked_ms FROM widget_sessions w JOIN funnel f ON f.id = w.funnel_id WHERE \
             w.session_id = $1 ORDER BY w.created_at, w.id",
        )
        .bind(session_id.as_str())
        .fetch_all(&self.readers)
        .await?;
        let links = found.iter().map(|row| {
            Ok(LinkSteps {
                method: rows::optional_text(row, "method")?,
                outcome: rows::text(row, "outcome")?,
                reasons: rows::text(row, "reasons")?,
                opened_at: rows::optional_time(row, "opened_at")?,
                shown_ms: rows::optional_number(row, "shown_ms")?,
                scanned_ms: rows::optional_number(row, "scanned_ms")?,
                linked_ms: rows::optional_number(row, "linked_ms")?,
            })
        });
        links.collect()
    }
}
