//! The first messages of each session to people who never wrote, who are stored as keyed hashes.

use sqlx::AnyConnection;

use super::events::EventScope;
use super::{EventRow, Store, StoreError, rows};
use crate::domain::first_messages::{FirstMessage, WINDOW, threshold};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// A message to somebody who never wrote, which a session is about to send.
pub struct NewFirstMessage<'a> {
    pub session: &'a Session,
    /// The hash of the person.
    pub recipient: &'a str,
    /// Whether the tenant wants such messages to be refused above the threshold.
    pub is_limited: bool,
    pub at: Timestamp,
}

impl Store {
    /// Counts a message to a person, and writes the event that warns of too many, made from their number.
    pub async fn count_first_message(
        &self,
        new: &NewFirstMessage<'_>,
        warning: impl FnOnce(u32) -> EventRow,
    ) -> Result<FirstMessage, StoreError> {
        let id = &new.session.id;
        let since = new.at.minus(WINDOW);
        let mut transaction = self.pool.begin().await?;
        let linked_at = lock(&mut transaction, new.session).await?;
        if !insert(&mut transaction, id, new.recipient, new.at).await? {
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

    /// Forgets a batch of first messages from before that time. Returns how many; call it until that is zero.
    pub async fn delete_old_first_messages(&self, before: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM first_messages WHERE (session_id, recipient) IN \
                   (SELECT session_id, recipient FROM first_messages WHERE at < $1 LIMIT $2)";
        self.delete_batch(sql, before.as_millis()).await
    }
}

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

/// Returns whether it is the first message to this person.
async fn insert(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    recipient: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO first_messages (session_id, recipient, at) VALUES ($1, $2, $3) ON CONFLICT \
         (session_id, recipient) DO NOTHING",
    )
    .bind(session_id.as_str())
    .bind(recipient)
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
         FROM first_messages WHERE session_id = $1 AND at > $2",
    )
    .bind(session_id.as_str())
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
