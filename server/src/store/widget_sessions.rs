//! Widget sessions: a row each, written before anything is started.

use super::tenants::json;
use super::{Store, StoreError, rows, sessions};
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::Session;
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
             theme, locale, state, outcome, opened, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
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
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(rows::widget_session).transpose()
    }

    /// Notes the first opening. True for the caller that made it, and for nobody else.
    pub async fn open_widget_session(&self, id: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE widget_sessions SET opened = 1 WHERE id = $1 AND opened = 0 AND outcome = 'open'")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends an open widget session. False where it had ended before.
    pub async fn end_widget_session(&self, id: &str, outcome: Outcome) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE widget_sessions SET outcome = $1 WHERE id = $2 AND outcome = 'open'",
        )
        .bind(outcome.as_str())
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
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
        .fetch_optional(&self.readers)
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
