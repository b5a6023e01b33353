//! Widget sessions: one row each, written before the session is started.

use sqlx::AnyConnection;

use super::tenants::json;
use super::{Store, StoreError, funnel, purges, rows};
use crate::domain::appearance::Locale;
use crate::domain::failure::Failure;
use crate::domain::funnel::Progress;
use crate::domain::id::{MetaAppKey, SessionId, WidgetSessionId};
use crate::domain::meta_app::MetaApp;
use crate::domain::mode::Method;
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::quota::Quota;
use crate::domain::session::{Session, Status};
use crate::domain::signup;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};

/// What ending a link has done.
#[derive(Debug)]
pub struct Ended {
    /// False if it had ended already.
    pub is_ended: bool,
    pub progress: Vec<Progress>,
}

impl Store {
    /// Writes the widget session and, if given, its new session and its tenant's Meta app. Fails with `NotFound` if its
    /// session was deleted in the meantime.
    pub async fn create_widget_session(
        &self,
        widget: &WidgetSession,
        session: Option<&Session>,
        meta_app: Option<&MetaApp>,
    ) -> Result<(), StoreError> {
        let mut creation = self.begin_creation(&widget.tenant_id).await?;
        if let Some(session) = session {
            self.insert_session(&mut creation.transaction, session)
                .await?;
            creation.check(Quota::Sessions, widget.created_at).await?;
        }
        purges::keep_session_for(&mut creation.transaction, widget, session.is_some()).await?;
        if let Some(app) = meta_app {
            self.put_meta_app(&mut creation.transaction, app, widget.created_at)
                .await?;
        }
        let funnel = funnel::create(&mut creation.transaction, widget).await?;
        insert(&mut creation.transaction, widget, funnel).await?;
        creation.check(Quota::OpenLinks, widget.created_at).await?;
        creation.commit().await
    }

    pub async fn widget_session(
        &self,
        id: &WidgetSessionId,
    ) -> Result<Option<WidgetSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM widget_sessions WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(rows::widget_session).transpose()
    }

    /// Marks the link as opened. `None` if it has ended.
    pub async fn open_widget_session(
        &self,
        id: &WidgetSessionId,
        at: Timestamp,
    ) -> Result<Option<Vec<Progress>>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done =
            sqlx::query("UPDATE widget_sessions SET opened = 1 WHERE id = $1 AND outcome = 'open'")
                .bind(id.as_str())
                .execute(&mut *transaction)
                .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        let progress = funnel::open(&mut transaction, id, at).await?;
        transaction.commit().await?;
        Ok(Some(progress))
    }

    /// Marks the link's session as started.
    pub async fn mark_widget_started(&self, id: &WidgetSessionId) -> Result<(), StoreError> {
        sqlx::query("UPDATE widget_sessions SET started = 1 WHERE id = $1")
            .bind(id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Cancels an open link, unless its session is connected: then the link becomes connected.
    pub async fn cancel_widget_session(
        &self,
        widget: &WidgetSession,
        at: Timestamp,
    ) -> Result<Ended, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Locks the session's row, as `Store::commit` does, so that a scan and a cancellation do not overlap.
        sqlx::query("UPDATE sessions SET updated_at = updated_at WHERE id = $1")
            .bind(widget.session_id.as_str())
            .execute(&mut *transaction)
            .await?;
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(widget.session_id.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let session = row
            .as_ref()
            .map(|row| rows::session(self, row))
            .transpose()?;
        let mut progress = Vec::new();
        if let Some(session) = session.filter(|session| session.status() == Status::Connected) {
            progress = complete_link(&mut transaction, widget, &session, at).await?;
        }
        let mut ended = end(&mut transaction, &widget.id, Outcome::Cancelled).await?;
        transaction.commit().await?;
        ended.progress.extend(progress);
        Ok(ended)
    }

    /// Ends an open widget session.
    pub async fn end_widget_session(
        &self,
        id: &WidgetSessionId,
        outcome: Outcome,
    ) -> Result<Ended, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let ended = end(&mut transaction, id, outcome).await?;
        transaction.commit().await?;
        Ok(ended)
    }

    /// The opened links of a session that had not ended at `at`. One with a signup ends later than it expires, and not
    /// while the service connects the number.
    pub async fn open_links(
        &self,
        session_id: &SessionId,
        at: Timestamp,
    ) -> Result<Vec<WidgetSession>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        open_links(&mut connection, session_id, at).await
    }
}

async fn insert(
    connection: &mut AnyConnection,
    widget: &WidgetSession,
    funnel: i64,
) -> Result<(), StoreError> {
    let origins: Vec<&str> = widget.allowed_origins.iter().map(Origin::as_str).collect();
    sqlx::query(
        "INSERT INTO widget_sessions (id, tenant_id, session_id, mode, callback_url, \
         allowed_origins, phone_number, theme, locale, state, outcome, opened, started, \
         created_at, expires_at, meta_app, funnel_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
         $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(widget.id.as_str())
    .bind(widget.tenant_id.as_str())
    .bind(widget.session_id.as_str())
    .bind(widget.mode.as_str())
    .bind(widget.callback_url.as_ref().map(|url| url.as_str()))
    .bind(json(&origins))
    .bind(widget.phone_number.as_ref().map(PhoneNumber::as_str))
    .bind(widget.theme.as_str())
    .bind(widget.locale.as_ref().map_or("", Locale::as_str))
    .bind(widget.state.as_deref())
    .bind(widget.outcome.as_str())
    .bind(i64::from(widget.opened))
    .bind(i64::from(widget.started))
    .bind(widget.created_at.as_millis())
    .bind(widget.expires_at.as_millis())
    .bind(widget.meta_app.as_ref().map(MetaAppKey::as_str))
    .bind(funnel)
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks the open links of a connected session as connected, except those for another number.
pub(super) async fn complete(
    connection: &mut AnyConnection,
    session: &Session,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let mut progress = Vec::new();
    for widget in open_links(connection, &session.id, session.attempt_at(at)).await? {
        progress.extend(complete_link(connection, &widget, session, at).await?);
    }
    Ok(progress)
}

/// Fails with `LinkEnded` unless each link that admits the session's account is connected.
pub(super) async fn check_completed(
    connection: &mut AnyConnection,
    session: &Session,
    links: &[WidgetSession],
) -> Result<(), StoreError> {
    let admitted = |link: &&WidgetSession| session.account().is_some_and(|it| link.admits(it));
    for link in links.iter().filter(admitted) {
        let outcome = sqlx::query("SELECT outcome FROM widget_sessions WHERE id = $1")
            .bind(link.id.as_str())
            .fetch_optional(&mut *connection)
            .await?;
        let outcome = outcome.map(|row| rows::text(&row, "outcome")).transpose()?;
        if outcome.as_deref() != Some(Outcome::Connected.as_str()) {
            return Err(StoreError::LinkEnded);
        }
    }
    Ok(())
}

/// Marks a link as connected, unless it has ended or is for another number.
async fn complete_link(
    connection: &mut AnyConnection,
    widget: &WidgetSession,
    session: &Session,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let account = session.account();
    if !account.is_some_and(|account| widget.admits(account)) {
        return Ok(Vec::new());
    }
    let done = sqlx::query(
        "UPDATE widget_sessions SET outcome = 'connected', method = $1, reason = NULL \
         WHERE id = $2 AND outcome = 'open'",
    )
    .bind(session.method.map(Method::as_str))
    .bind(widget.id.as_str())
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(Vec::new());
    }
    funnel::complete(connection, &widget.id, session, at).await
}

/// Stores the failure on the open links that may show codes of this session.
pub(super) async fn record_failure(
    connection: &mut AnyConnection,
    session: &Session,
    failure: Failure,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let mut progress = Vec::new();
    for widget in open_links(connection, &session.id, session.attempt_at(at)).await? {
        if widget.may_show_codes_of(session) && widget.reason != Some(failure) {
            sqlx::query("UPDATE widget_sessions SET reason = $1 WHERE id = $2")
                .bind(failure.as_str())
                .bind(widget.id.as_str())
                .execute(&mut *connection)
                .await?;
            progress.extend(funnel::fail(&mut *connection, &widget.id, failure, at).await?);
        }
    }
    Ok(progress)
}

async fn open_links(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    at: Timestamp,
) -> Result<Vec<WidgetSession>, StoreError> {
    let open = sqlx::query(
        "SELECT * FROM widget_sessions w WHERE session_id = $1 AND outcome = 'open' \
         AND opened = 1 AND (expires_at > $2 OR EXISTS (SELECT 1 FROM signups s \
         WHERE s.id = w.id AND (w.expires_at > $3 OR s.step = $4))) ORDER BY id",
    )
    .bind(session_id.as_str())
    .bind(at.as_millis())
    .bind(at.minus(signup::GRACE).as_millis())
    .bind(signup::Step::Connecting.as_str())
    .fetch_all(connection)
    .await?;
    open.iter().map(rows::widget_session).collect()
}

async fn end(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    outcome: Outcome,
) -> Result<Ended, StoreError> {
    let done =
        sqlx::query("UPDATE widget_sessions SET outcome = $1 WHERE id = $2 AND outcome = 'open'")
            .bind(outcome.as_str())
            .bind(id.as_str())
            .execute(&mut *connection)
            .await?;
    let is_ended = done.rows_affected() == 1;
    let progress = match is_ended {
        true => funnel::end(connection, id, outcome).await?,
        false => Vec::new(),
    };
    Ok(Ended { is_ended, progress })
}
