//! The people that a session knows, each by a keyed hash: those who wrote, and those that it wrote to first.

use sqlx::AnyConnection;

use super::events::EventScope;
use super::{EventRow, Store, StoreError, rows};
use crate::domain::first_messages::{FirstMessage, WINDOW, threshold};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// A message that a session is about to send.
pub struct NewChat<'a> {
    pub session: &'a Session,
    /// The hash of the person.
    pub contact: &'a str,
    /// Whether the tenant wants such messages to be refused above the threshold.
    pub is_limited: bool,
    pub at: Timestamp,
}

impl Store {
    /// Remembers people who wrote to a session, or were written to on the phone.
    pub async fn add_contacts(
        &self,
        session_id: &SessionId,
        contacts: &[String],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        for contact in contacts {
            insert(&mut transaction, session_id, contact, IS_KNOWN, at).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    pub async fn is_contact(
        &self,
        session_id: &SessionId,
        contact: &str,
    ) -> Result<bool, StoreError> {
        let found =
            sqlx::query("SELECT 1 FROM session_contacts WHERE session_id = $1 AND contact = $2")
                .bind(session_id.as_str())
                .bind(contact)
                .fetch_optional(&self.readers)
                .await?;
        Ok(found.is_some())
    }

    /// Counts a message to a person, and writes the event that warns of too many, made from their number.
    pub async fn count_first_message(
        &self,
        new: &NewChat<'_>,
        warning: impl FnOnce(u32) -> EventRow,
    ) -> Result<FirstMessage, StoreError> {
        let id = &new.session.id;
        let since = new.at.minus(WINDOW);
        let mut transaction = self.pool.begin().await?;
        let linked_at = lock(&mut transaction, new.session).await?;
        if !insert(&mut transaction, id, new.contact, IS_FIRST, new.at).await? {
            return Ok(FirstMessage::Known);
        }
        let (count, oldest) = count(&mut transaction, id, since).await?;
        let most = threshold(linked_at, new.at);
        if new.is_limited && count > most {
            // The transaction is rolled back, so a refused message is not counted.
            return Ok(FirstMessage::Refused {
                until: oldest.plus(WINDOW),
            });
        }
        if count >= most && mark_warned(&mut transaction, id, since, new.at).await? {
            let scope = EventScope::of(new.session);
            self.insert_event(&mut transaction, scope, &warning(count))
                .await?;
        }
        transaction.commit().await?;
        self.wake_outbox();
        Ok(FirstMessage::Counted(count))
    }

    /// Forgets contacts that were added before `before`.
    pub async fn delete_old_contacts(&self, before: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM session_contacts WHERE at < $1")
            .bind(before.as_millis())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// They wrote, or the phone's owner wrote to them.
const IS_KNOWN: i64 = 0;
/// The session wrote to them first.
const IS_FIRST: i64 = 1;

/// Locks the session's row until the end of the transaction, so that messages are counted one after another. Returns
/// when the session was linked.
async fn lock(connection: &mut AnyConnection, session: &Session) -> Result<Timestamp, StoreError> {
    let row = sqlx::query(
        "INSERT INTO session_watch (session_id, linked_at, phone_seen_at) VALUES ($1, $2, $2) ON \
         CONFLICT (session_id) DO UPDATE SET linked_at = session_watch.linked_at RETURNING \
         linked_at",
    )
    .bind(session.id.as_str())
    .bind(session.created_at.as_millis())
    .fetch_one(connection)
    .await?;
    rows::time(&row, "linked_at")
}

/// Returns whether the contact is new.
async fn insert(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    contact: &str,
    kind: i64,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO session_contacts (session_id, contact, is_first, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (session_id, contact) DO NOTHING",
    )
    .bind(session_id.as_str())
    .bind(contact)
    .bind(kind)
    .bind(at.as_millis())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The number of first messages since then, and the time of the oldest one.
async fn count(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    since: Timestamp,
) -> Result<(u32, Timestamp), StoreError> {
    let row = sqlx::query(
        "SELECT CAST(COUNT(*) AS BIGINT) AS many, CAST(COALESCE(MIN(at), 0) AS BIGINT) AS oldest \
         FROM session_contacts WHERE session_id = $1 AND is_first = $2 AND at > $3",
    )
    .bind(session_id.as_str())
    .bind(IS_FIRST)
    .bind(since.as_millis())
    .fetch_one(connection)
    .await?;
    let many = u32::try_from(rows::number(&row, "many")?).unwrap_or(u32::MAX);
    Ok((many, rows::time(&row, "oldest")?))
}

/// Returns whether no warning was sent since then.
async fn mark_warned(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    since: Timestamp,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE session_watch SET risk_warned_at = $2 WHERE session_id = $1 AND (risk_warned_at \
         IS NULL OR risk_warned_at <= $3)",
    )
    .bind(session_id.as_str())
    .bind(at.as_millis())
    .bind(since.as_millis())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
