//! Widget sessions: a row each, written before anything is started.

use super::tenants::json;
use sqlx::AnyConnection;

use super::{Store, StoreError, rows, sessions};
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Session, Status};
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};

impl Store {
    /// Writes the widget session and, where `session` is new, that too.
    pub async fn create_widget_session(
        &self,
        widget: &WidgetSession,
        session: Option<&Session>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        if let Some(session) = session {
            sessions::insert(&mut transaction, session).await?;
        }
        let origins: Vec<&str> = widget.allowed_origins.iter().map(Origin::as_str).collect();
        sqlx::query(
            "INSERT INTO widget_sessions (id, tenant_id, session_id, mode, callback_url, allowed_origins, phone_number, \
             theme, locale, state, outcome, opened, started, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(widget.id.as_str())
        .bind(widget.tenant_id.as_str())
        .bind(widget.session_id.as_str())
        .bind(widget.mode.as_str())
        .bind(widget.callback_url.as_ref().map(|url| url.as_str()))
        .bind(json(&origins))
        .bind(widget.phone_number.as_ref().map(PhoneNumber::as_str))
        .bind(widget.theme.as_str())
        .bind(widget.locale.as_str())
        .bind(widget.state.as_deref())
        .bind(widget.outcome.as_str())
        .bind(i64::from(widget.opened))
        .bind(i64::from(widget.started))
        .bind(widget.created_at.as_millis())
        .bind(widget.expires_at.as_millis())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    pub async fn widget_session(&self, id: &str) -> Result<Option<WidgetSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM widget_sessions WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(rows::widget_session).transpose()
    }

    /// Notes that the link was opened. False where it has ended.
    pub async fn open_widget_session(&self, id: &str) -> Result<bool, StoreError> {
        let done =
            sqlx::query("UPDATE widget_sessions SET opened = 1 WHERE id = $1 AND outcome = 'open'")
                .bind(id)
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that the start which the opening asked for has happened.
    pub async fn note_widget_start(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE widget_sessions SET started = 1 WHERE id = $1")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Cancels an open link, unless its session is connected: then the link counts as connected. Gives the
    /// session where the link was cancelled, had been opened, and no other open one waits for it.
    pub async fn cancel_widget_session(
        &self,
        widget: &WidgetSession,
    ) -> Result<Option<Session>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Holds the session's row, as `Store::commit` does: of a scan and a cancellation one comes first.
        sqlx::query("UPDATE sessions SET updated_at = updated_at WHERE id = $1")
            .bind(widget.session_id.as_str())
            .execute(&mut *transaction)
            .await?;
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(widget.session_id.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let session = row.as_ref().map(rows::session).transpose()?;
        let outcome = match &session {
            Some(session) if session.status == Status::Connected => Outcome::Connected,
            _ => Outcome::Cancelled,
        };
        let ended = end(&mut transaction, &widget.id, outcome).await?;
        let others = sqlx::query(
            "SELECT id FROM widget_sessions WHERE session_id = $1 AND outcome = 'open' AND opened = 1 LIMIT 1",
        )
        .bind(widget.session_id.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let alone = ended && outcome == Outcome::Cancelled && widget.opened && others.is_none();
        Ok(session.filter(|_| alone))
    }

    /// Ends an open widget session. False where it had ended before.
    pub async fn end_widget_session(&self, id: &str, outcome: Outcome) -> Result<bool, StoreError> {
        let mut connection = self.pool.acquire().await?;
        end(&mut connection, id, outcome).await
    }

    /// The number the latest opened widget session of `session_id` insists on, if one does.
    pub async fn number_lock(
        &self,
        session_id: &str,
        now: Timestamp,
    ) -> Result<Option<PhoneNumber>, StoreError> {
        let row = sqlx::query(
            "SELECT phone_number FROM widget_sessions WHERE session_id = $1 AND opened = 1 AND outcome = 'open' \
             AND expires_at > $2 ORDER BY id DESC LIMIT 1",
        )
        .bind(session_id)
        .bind(now.as_millis())
        .fetch_optional(&self.pool)
        .await?;
        let Some(number) = row
            .map(|row| rows::maybe(&row, "phone_number"))
            .transpose()?
            .flatten()
        else {
            return Ok(None);
        };
        PhoneNumber::parse(&number)
            .map(Some)
            .map_err(|_| StoreError::Row("phone_number"))
    }
}

async fn end(
    connection: &mut AnyConnection,
    id: &str,
    outcome: Outcome,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE widget_sessions SET outcome = $1 WHERE id = $2 AND outcome = 'open'")
            .bind(outcome.as_str())
            .bind(id)
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}
