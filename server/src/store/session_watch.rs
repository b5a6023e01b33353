//! What is watched of each linked session: when it was linked, when its phone was last active, and which warnings
//! were sent.

use super::events::EventScope;
use super::{EventRow, Store, StoreError, rows};
use crate::domain::id::{SessionId, TenantId};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// A sign of a phone is written only if the last one is older, because an active phone gives many.
const SIGN_INTERVAL_MS: i64 = 60 * 60 * 1000;

/// A phone that has given no sign for days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentPhone {
    pub session_id: SessionId,
    pub seen_at: Timestamp,
}

impl Store {
    /// A phone has linked the session.
    pub async fn watch_link(
        &self,
        session_id: &SessionId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO session_watch (session_id, linked_at, phone_seen_at) SELECT id, $2, $2 \
             FROM sessions WHERE id = $1 ON CONFLICT (session_id) DO UPDATE SET linked_at = \
             excluded.linked_at, phone_seen_at = excluded.phone_seen_at, phone_warned_at = NULL, \
             risk_warned_at = NULL",
        )
        .bind(session_id.as_str())
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Watches the linked sessions that are not watched yet, as if their phones had just been seen.
    pub async fn watch_linked_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO session_watch (session_id, linked_at, phone_seen_at) SELECT s.id, \
             s.created_at, $1 FROM sessions s WHERE s.phone_number IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM session_watch w WHERE w.session_id = s.id) ON CONFLICT (session_id) \
             DO NOTHING",
        )
        .bind(now.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The session's phone was active at `at`.
    pub async fn record_phone_sign(
        &self,
        session_id: &SessionId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE session_watch SET phone_seen_at = $2 WHERE session_id = $1 AND phone_seen_at \
             <= $3",
        )
        .bind(session_id.as_str())
        .bind(at.as_millis())
        .bind(at.as_millis() - SIGN_INTERVAL_MS)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Phones that have given no sign since `silent_since`, of sessions that are connected since `settled_since`, and
    /// of which the tenant was not warned.
    pub async fn silent_phones(
        &self,
        silent_since: Timestamp,
        settled_since: Timestamp,
    ) -> Result<Vec<SilentPhone>, StoreError> {
        let found = sqlx::query(
            "SELECT w.session_id, w.phone_seen_at FROM session_watch w JOIN sessions s ON s.id = \
             w.session_id WHERE s.status = 'connected' AND s.platform <> 'cloud-api' AND \
             s.updated_at <= $2 AND w.phone_seen_at <= $1 AND (w.phone_warned_at IS NULL OR \
             w.phone_warned_at < w.phone_seen_at) ORDER BY w.session_id",
        )
        .bind(silent_since.as_millis())
        .bind(settled_since.as_millis())
        .fetch_all(&self.readers)
        .await?;
        let phones = found.iter().map(|row| {
            Ok(SilentPhone {
                session_id: rows::id(row, "session_id")?,
                seen_at: rows::time(row, "phone_seen_at")?,
            })
        });
        phones.collect()
    }

    /// Writes the warning, unless the phone was seen or reported in the meantime. Returns whether it was written.
    pub async fn warn_of_phone(
        &self,
        session: &Session,
        phone: &SilentPhone,
        event: &EventRow,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE session_watch SET phone_warned_at = $3 WHERE session_id = $1 AND \
             phone_seen_at = $2 AND (phone_warned_at IS NULL OR phone_warned_at < phone_seen_at)",
        )
        .bind(phone.session_id.as_str())
        .bind(phone.seen_at.as_millis())
        .bind(event.at.as_millis())
        .execute(&mut *transaction)
        .await?;
        let is_new = done.rows_affected() == 1;
        if is_new {
            self.insert_event(&mut transaction, EventScope::of(session), event)
                .await?;
        }
        transaction.commit().await?;
        self.wake_outbox();
        Ok(is_new)
    }

    /// Writes an event of a tenant that belongs to no single session.
    pub async fn record_tenant_event(
        &self,
        tenant_id: &TenantId,
        event: &EventRow,
    ) -> Result<(), StoreError> {
        let scope = EventScope {
            tenant_id,
            session_name: "",
            audience: super::Audience::AllWebhooks,
        };
        let mut transaction = self.pool.begin().await?;
        self.insert_event(&mut transaction, scope, event).await?;
        transaction.commit().await?;
        self.wake_outbox();
        Ok(())
    }
}
