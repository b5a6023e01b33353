//! Writes events and, in the same transaction, adds them to the queues of the webhooks that match. Only this module
//! writes events, so none can be sent without being stored.

use sqlx::AnyConnection;

use super::{Store, StoreError, enqueue, rows};
use crate::domain::id::{EventId, TenantId, WebhookId};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// One event as it will be delivered: the id stays the same on every attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    pub id: EventId,
    /// `session.status` and so on.
    pub event: &'static str,
    /// JSON. Holds numbers and codes: never logged.
    pub payload: String,
    /// The message that caused the event, if it may be received twice: each source creates one event.
    pub source: Option<String>,
    pub at: Timestamp,
}

/// Contains a code that links a number, so its payload is sealed.
const SEALED: &str = "session.qr";

/// The webhooks that receive an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every enabled webhook whose filters match.
    AllWebhooks,
    /// As `AllWebhooks`, except the webhook that the event is about.
    AllExcept(WebhookId),
    /// One webhook, to which the event is sent without the outbox.
    OneWebhook(WebhookId),
}

/// The tenant, session and audience of an event. The name `""` means no session.
#[derive(Clone, Copy)]
pub(super) struct EventScope<'a> {
    pub tenant_id: &'a TenantId,
    pub session_name: &'a str,
    pub audience: Audience,
}

impl<'a> EventScope<'a> {
    pub(super) fn of(session: &'a Session) -> Self {
        EventScope {
            tenant_id: &session.tenant_id,
            session_name: session.name.as_str(),
            audience: Audience::AllWebhooks,
        }
    }
}

impl Store {
    /// Writes an event and queues its deliveries. Returns false if its `source` has an event already.
    pub(super) async fn insert_event(
        &self,
        connection: &mut AnyConnection,
        scope: EventScope<'_>,
        event: &EventRow,
    ) -> Result<bool, StoreError> {
        let payload = match event.event {
            SEALED => self.seal_text(&["event", &event.id], &event.payload),
            _ => event.payload.clone(),
        };
        let (only, except) = match scope.audience {
            Audience::AllWebhooks => (None, None),
            Audience::AllExcept(id) => (None, Some(id)),
            Audience::OneWebhook(id) => (Some(id), None),
        };
        let done = sqlx::query(
            "INSERT INTO events (id, tenant_id, session_name, event, payload, created_at, source, \
             only_webhook, except_webhook) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT \
             (tenant_id, session_name, source) DO NOTHING",
        )
        .bind(event.id.as_str())
        .bind(scope.tenant_id.as_str())
        .bind(scope.session_name)
        .bind(event.event)
        .bind(payload)
        .bind(event.at.as_millis())
        .bind(event.source.as_deref())
        .bind(only.map(|id| id.0))
        .bind(except.map(|id| id.0))
        .execute(&mut *connection)
        .await?;
        let new = done.rows_affected() == 1;
        if new && only.is_none() {
            enqueue::fan_out(connection, scope, event, except).await?;
        }
        Ok(new)
    }

    /// Writes an event that changes no session, such as a received message. Durable when it returns.
    pub async fn record_event(
        &self,
        session: &Session,
        event: &EventRow,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let new = self
            .insert_event(&mut transaction, EventScope::of(session), event)
            .await?;
        transaction.commit().await?;
        self.wake_outbox();
        Ok(new)
    }

    /// Names and payloads of a session's events, in the order they happened.
    pub async fn events(
        &self,
        tenant_id: &TenantId,
        session_name: &str,
    ) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        let found = sqlx::query(
            "SELECT id, event, payload FROM events WHERE tenant_id = $1 \
             AND session_name = $2 ORDER BY id",
        )
        .bind(tenant_id.as_str())
        .bind(session_name)
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                let (id, event) = (rows::id::<EventId>(row, "id")?, rows::text(row, "event")?);
                let payload = self.open_payload(&id, &event, rows::text(row, "payload")?)?;
                Ok((event, payload))
            })
            .collect()
    }

    /// A stored payload, unsealed if necessary.
    pub(super) fn open_payload(
        &self,
        id: &EventId,
        event: &str,
        stored: String,
    ) -> Result<serde_json::Value, StoreError> {
        let payload = match event {
            SEALED => self.open_text(&["event", id], &stored)?,
            _ => stored,
        };
        serde_json::from_str(&payload).map_err(|_| StoreError::Row("payload"))
    }
}
