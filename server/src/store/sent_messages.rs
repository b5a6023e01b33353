//! Messages that were sent over a linked device. Receipts are reported only for these, and each change of a status
//! once. A message is forgotten when nothing more can happen to it, or when it is too old.

use super::events::EventScope;
use super::{EventRow, Store, StoreError};
use crate::domain::id::SessionId;
use crate::domain::message::MessageStatus;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// Messages deleted by one statement, so that other writes do not wait.
const AT_ONCE: i64 = 500;

/// What is reported about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    Status(MessageStatus),
    Failed,
}

impl Report {
    /// The statement that finds the message where the report is news. What follows a delivery is no news about sending.
    const fn statement(self) -> &'static str {
        match self {
            Report::Status(MessageStatus::Sent) => {
                "UPDATE sent_messages SET delivered = 0 WHERE session_id = $1 AND id = $2 AND delivered = 0"
            }
            Report::Status(MessageStatus::Delivered) => {
                "UPDATE sent_messages SET delivered = 1 WHERE session_id = $1 AND id = $2 AND delivered = 0"
            }
            Report::Status(MessageStatus::Read) => {
                "DELETE FROM sent_messages WHERE session_id = $1 AND id = $2"
            }
            Report::Failed => {
                "DELETE FROM sent_messages WHERE session_id = $1 AND id = $2 AND delivered = 0"
            }
        }
    }
}

impl Store {
    /// Records a message before it is sent, because its receipts may be faster than the response.
    pub async fn add_sent_message(
        &self,
        session_id: &SessionId,
        id: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sent_messages (session_id, id, delivered, sent_at) VALUES ($1, $2, 0, $3)",
        )
        .bind(session_id.as_str())
        .bind(id)
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The message was not sent.
    pub async fn forget_sent_message(
        &self,
        session_id: &SessionId,
        id: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sent_messages WHERE session_id = $1 AND id = $2")
            .bind(session_id.as_str())
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Writes an event about a message, if this service sent the message and the report is news.
    pub async fn report_sent_message(
        &self,
        session: &Session,
        id: &str,
        report: Report,
        event: &EventRow,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(report.statement())
            .bind(session.id.as_str())
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(());
        }
        self.insert_event(&mut transaction, EventScope::of(session), event)
            .await?;
        transaction.commit().await?;
        self.wake_outbox();
        Ok(())
    }

    /// Forgets all messages of a session.
    pub(super) async fn delete_sent_messages(
        &self,
        session_id: &SessionId,
    ) -> Result<(), StoreError> {
        loop {
            let _turn = self.bulk_turn().await;
            let done = sqlx::query(
                "DELETE FROM sent_messages WHERE session_id = $1 AND id IN (SELECT id FROM sent_messages \
                 WHERE session_id = $1 LIMIT $2)",
            )
            .bind(session_id.as_str())
            .bind(AT_ONCE)
            .execute(&self.pool)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(());
            }
        }
    }

    /// Forgets messages that were sent before `old`. Returns how many; call it until that is zero.
    pub async fn delete_old_sent_messages(&self, old: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sent_messages WHERE (session_id, id) IN (SELECT session_id, id FROM sent_messages \
                   WHERE sent_at < $1 LIMIT $2)";
        self.delete_batch(sql, old.as_millis()).await
    }
}
