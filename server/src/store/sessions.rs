//! Sessions, and the one transaction that changes one.

use sqlx::AnyConnection;

use super::events::Place;
use super::{EventRow, Store, StoreError, retention, rows, widget_sessions};
use crate::domain::failure::Failure;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Session, Status};
use crate::domain::time::Timestamp;

/// Statuses a session has while somebody expects it to be alive.
const WANTED: [Status; 4] = [
    Status::Scanning,
    Status::LoggingIn,
    Status::Connected,
    Status::Reconnecting,
];

impl Store {
    pub async fn create_session(&self, session: &Session) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        insert(&mut connection, session).await
    }

    pub async fn session(&self, id: &str) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(rows::session).transpose()
    }

    pub async fn session_by_name(
        &self,
        tenant_id: &str,
        name: &str,
    ) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE tenant_id = $1 AND name = $2")
            .bind(tenant_id)
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(rows::session).transpose()
    }

    pub async fn sessions(&self, tenant_id: &str) -> Result<Vec<Session>, StoreError> {
        let found =
            sqlx::query("SELECT * FROM sessions WHERE tenant_id = $1 ORDER BY created_at, id")
                .bind(tenant_id)
                .fetch_all(&self.pool)
                .await?;
        found.iter().map(rows::session).collect()
    }

    /// Ids of the sessions that were alive when the process ended, or come back when a ban ends.
    pub async fn wanted_sessions(&self) -> Result<Vec<String>, StoreError> {
        let [a, b, c, d] = WANTED.map(Status::stored);
        let found = sqlx::query(
            "SELECT id FROM sessions WHERE status IN ($1, $2, $3, $4) OR resume_at IS NOT NULL ORDER BY updated_at, id",
        )
        .bind(a)
        .bind(b)
        .bind(c)
        .bind(d)
        .fetch_all(&self.pool)
        .await?;
        found.iter().map(|row| rows::text(row, "id")).collect()
    }

    /// Sessions that show codes to nobody: only widget sessions were waiting for them, and all that they were issued
    /// for are over.
    pub async fn sessions_without_open_link(
        &self,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let found = sqlx::query(
            "SELECT id FROM sessions WHERE status = $1 AND started_by = 'link' AND NOT EXISTS \
             (SELECT 1 FROM widget_sessions w WHERE w.session_id = sessions.id AND w.opened = 1 \
             AND w.outcome = 'open' AND w.expires_at > $2 \
             AND COALESCE(w.phone_number, '') = COALESCE(sessions.code_lock, ''))",
        )
        .bind(Status::Scanning.stored())
        .bind(now.as_millis())
        .fetch_all(&self.pool)
        .await?;
        found.iter().map(|row| rows::text(row, "id")).collect()
    }

    /// The new state, what happened, and what it means for the widget sessions waiting on it: all or nothing.
    /// `Gone` where the session was deleted meanwhile.
    pub async fn commit(&self, session: &Session, events: &[EventRow]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        self.write(&mut transaction, session, events).await?;
        transaction.commit().await?;
        if !events.is_empty() {
            self.news.notify_one();
        }
        Ok(())
    }

    pub(super) async fn write(
        &self,
        connection: &mut AnyConnection,
        session: &Session,
        events: &[EventRow],
    ) -> Result<(), StoreError> {
        update(&mut *connection, session).await?;
        for event in events {
            self.insert_event(&mut *connection, Place::of(session), event)
                .await?;
        }
        if session.status == Status::Connected {
            widget_sessions::complete(connection, session).await?;
        } else if let Some(failure) = session.failure {
            widget_sessions::note_failure(connection, session, failure).await?;
        }
        Ok(())
    }

    /// Another way to the network, from the next start on.
    pub async fn set_proxy(&self, session: &Session) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE sessions SET proxy = $1, updated_at = $2 WHERE id = $3")
            .bind(session.proxy.as_deref())
            .bind(session.updated_at.as_millis())
            .bind(session.id.as_str())
            .execute(&self.pool)
            .await?;
        one_row(done.rows_affected())
    }

    /// Everything of a session: its row, its keys, its links, its events. What a webhook still waits for stays
    /// until it has been delivered: how the session ended is news too.
    pub async fn delete_session(&self, session: &Session) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        for sql in [
            "DELETE FROM engine_keys WHERE session_id = $1",
            "DELETE FROM widget_sessions WHERE session_id = $1",
            "DELETE FROM sessions WHERE id = $1",
        ] {
            sqlx::query(sql)
                .bind(session.id.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        retention::delete_told_events(&mut transaction, session).await?;
        transaction.commit().await?;
        Ok(())
    }
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    session: &Session,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "INSERT INTO sessions (id, tenant_id, name, status, proxy, announced, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7) ON CONFLICT (tenant_id, name) DO NOTHING",
    )
    .bind(session.id.as_str())
    .bind(session.tenant_id.as_str())
    .bind(session.name.as_str())
    .bind(session.status.stored())
    .bind(session.proxy.as_deref())
    .bind(session.created_at.as_millis())
    .bind(session.updated_at.as_millis())
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StoreError::Exists)
    }
}

async fn update(connection: &mut AnyConnection, session: &Session) -> Result<(), StoreError> {
    let account = session.account.as_ref();
    let done = sqlx::query(
        "UPDATE sessions SET status = $1, phone_number = $2, lid = $3, push_name = $4, business_name = $5, \
         platform = $6, method = $7, announced = $8, resume_at = $9, updated_at = $10, started_by = $11, \
         code_lock = $12, failure = $13 WHERE id = $14",
    )
    .bind(session.status.stored())
    .bind(account.map(|account| account.phone_number.as_str()))
    .bind(account.map(|account| account.lid.as_str()))
    .bind(account.and_then(|account| account.push_name.as_deref()))
    .bind(account.and_then(|account| account.business_name.as_deref()))
    .bind(account.map(|account| account.platform))
    .bind(session.method.map(|method| method.as_str()))
    .bind(i64::from(session.announced))
    .bind(session.resume_at.map(|at| at.as_millis()))
    .bind(session.updated_at.as_millis())
    .bind(session.started_by.as_str())
    .bind(session.code_lock.as_ref().map(PhoneNumber::as_str))
    .bind(session.failure.map(Failure::as_str))
    .bind(session.id.as_str())
    .execute(connection)
    .await?;
    one_row(done.rows_affected())
}

/// A session that is not there any more has been deleted.
fn one_row(affected: u64) -> Result<(), StoreError> {
    if affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Gone)
    }
}
