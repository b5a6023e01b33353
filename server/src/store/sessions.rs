//! Sessions, and the one transaction that changes one.

use sqlx::AnyConnection;

use super::events::Place;
use super::{EventRow, Store, StoreError, rows};
use crate::domain::session::{Session, Status};

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
            .fetch_optional(&self.readers)
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
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(rows::session).transpose()
    }

    pub async fn sessions(&self, tenant_id: &str) -> Result<Vec<Session>, StoreError> {
        let found =
            sqlx::query("SELECT * FROM sessions WHERE tenant_id = $1 ORDER BY created_at, id")
                .bind(tenant_id)
                .fetch_all(&self.readers)
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
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(|row| rows::text(row, "id")).collect()
    }

    /// The new state, what happened, and what it means for the widget sessions waiting on it: all or nothing.
    pub async fn commit(&self, session: &Session, events: &[EventRow]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        update(&mut transaction, session).await?;
        for event in events {
            self.insert_event(&mut transaction, Place::of(session), event)
                .await?;
        }
        if session.status == Status::Connected {
            sqlx::query("UPDATE widget_sessions SET outcome = 'connected' WHERE session_id = $1 AND outcome = 'open' AND opened = 1")
                .bind(session.id.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        if !events.is_empty() {
            self.news.notify_one();
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
        rows::changed(&done)
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
    sqlx::query(
        "UPDATE sessions SET status = $1, phone_number = $2, lid = $3, push_name = $4, business_name = $5, \
         platform = $6, method = $7, announced = $8, resume_at = $9, updated_at = $10 WHERE id = $11",
    )
    .bind(session.status.stored())
    .bind(account.map(|account| account.phone_number.as_str()))
    .bind(account.map(|account| account.lid.as_str()))
    .bind(account.and_then(|account| account.push_name.as_deref()))
    .bind(account.and_then(|account| account.business_name.as_deref()))
    .bind(account.map(|account| account.platform.as_str()))
    .bind(session.method.map(|method| method.as_str()))
    .bind(i64::from(session.announced))
    .bind(session.resume_at.map(|at| at.as_millis()))
    .bind(session.updated_at.as_millis())
    .bind(session.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
