//! Sessions, and the transaction that changes a session with its events.

use sqlx::AnyConnection;

use super::events::EventScope;
use super::{EventRow, Store, StoreError, cloud_accounts, funnel, rows, signups, widget_sessions};
use crate::domain::event::Event;
use crate::domain::failure::Failure;
use crate::domain::funnel::Progress;
use crate::domain::id::{SessionId, TenantId};
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::phone::PhoneNumber;
use crate::domain::quota::Quota;
use crate::domain::session::{Reason, Session, Status};
use crate::domain::signup::Signup;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::WidgetSession;

/// Statuses of sessions that are expected to run.
pub(super) const WANTED: [Status; 4] = [
    Status::Scanning,
    Status::LoggingIn,
    Status::Connected,
    Status::Reconnecting,
];

impl Store {
    pub async fn create_session(&self, session: &Session) -> Result<(), StoreError> {
        let mut creation = self.begin_creation(&session.tenant_id).await?;
        self.insert_session(&mut creation.transaction, session)
            .await?;
        creation.check(Quota::Sessions, session.created_at).await?;
        creation.commit().await
    }

    pub async fn session(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(|row| rows::session(self, row)).transpose()
    }

    pub async fn session_by_name(
        &self,
        tenant_id: &TenantId,
        name: &str,
    ) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE tenant_id = $1 AND name = $2")
            .bind(tenant_id.as_str())
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(|row| rows::session(self, row)).transpose()
    }

    /// A page of a tenant's sessions, oldest first.
    pub async fn sessions(
        &self,
        tenant_id: &TenantId,
        paging: &Paging,
    ) -> Result<Page<Session>, StoreError> {
        let (at, id) = paging.after();
        let found = sqlx::query(
            "SELECT * FROM sessions WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) \
             ORDER BY created_at, id LIMIT $4",
        )
        .bind(tenant_id.as_str())
        .bind(at)
        .bind(id)
        .bind(paging.limit.with_next())
        .fetch_all(&self.readers)
        .await?;
        let sessions = found.iter().map(|row| rows::session(self, row));
        let sessions = sessions.collect::<Result<_, _>>()?;
        Ok(Page::of(sessions, paging.limit, |session: &Session| {
            Position {
                at: session.created_at,
                id: session.id.to_string(),
            }
        }))
    }

    /// Ids of the sessions that were running when the process ended, or that resume when a ban ends. Cloud API sessions
    /// are rows, and need nothing.
    pub async fn wanted_sessions(&self) -> Result<Vec<SessionId>, StoreError> {
        let [a, b, c, d] = WANTED.map(Status::stored);
        let found = sqlx::query(
            "SELECT id FROM sessions WHERE (status IN ($1, $2, $3, $4) OR resume_at IS NOT NULL) \
             AND COALESCE(platform, '') <> 'cloud-api' ORDER BY updated_at, id",
        )
        .bind(a)
        .bind(b)
        .bind(c)
        .bind(d)
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(|row| rows::id(row, "id")).collect()
    }

    /// Sessions that show codes although every widget session that they were started for has ended.
    pub async fn sessions_without_open_link(
        &self,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StoreError> {
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
        found.iter().map(|row| rows::id(row, "id")).collect()
    }

    /// Writes the session, its events and the results for its widget sessions in one transaction. `links` are the
    /// widget sessions that the events report on. Fails with `Gone` if the session was deleted in the meantime, and with
    /// `LinkEnded` if it connects and one of the links has ended in the meantime.
    pub async fn commit(
        &self,
        session: &Session,
        events: &[EventRow],
        links: &[WidgetSession],
    ) -> Result<Vec<Progress>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let progress = self.write(&mut transaction, session, events).await?;
        if session.status() == Status::Connected {
            widget_sessions::check_completed(&mut transaction, session, links).await?;
        }
        transaction.commit().await?;
        if !events.is_empty() {
            self.wake_outbox();
        }
        Ok(progress)
    }

    /// As [`Self::commit`], with the result of the signup that connected the session.
    pub async fn commit_signup(
        &self,
        session: &Session,
        events: &[EventRow],
        links: &[WidgetSession],
        signup: &Signup,
    ) -> Result<Vec<Progress>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let progress = self.write(&mut transaction, session, events).await?;
        widget_sessions::check_completed(&mut transaction, session, links).await?;
        signups::finish(&mut transaction, signup).await?;
        transaction.commit().await?;
        self.wake_outbox();
        Ok(progress)
    }

    pub(super) async fn write(
        &self,
        connection: &mut AnyConnection,
        session: &Session,
        events: &[EventRow],
    ) -> Result<Vec<Progress>, StoreError> {
        let at = events.first().map_or(session.updated_at, |event| event.at);
        update(&mut *connection, session).await?;
        for event in events {
            self.insert_event(&mut *connection, EventScope::of(session), event)
                .await?;
        }
        if session.status() == Status::Disconnected(Reason::LoggedOut) {
            cloud_accounts::end(connection, &session.id).await?;
        }
        let failure = session.failure.filter(|failure| !failure.is_temporary());
        match (session.status(), failure) {
            (Status::Connected, _) => widget_sessions::complete(connection, session, at).await,
            (_, Some(failure)) => {
                widget_sessions::record_failure(connection, session, failure, at).await
            }
            (Status::Scanning, None) if events.iter().any(|event| event.event == Event::QR) => {
                funnel::show_qr(connection, session, at).await
            }
            (Status::LoggingIn, None) => funnel::scan(connection, session, at).await,
            (_, None) => Ok(Vec::new()),
        }
    }

    /// Changes the proxy, which applies from the next start. From then on the session is the tenant's, and stays when its
    /// links are over.
    pub async fn set_proxy(&self, session: &Session) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE sessions SET sealed_proxy = $1, proxy = NULL, updated_at = $2, \
             links_until = NULL WHERE id = $3",
        )
        .bind(self.sealed_proxy(session))
        .bind(session.updated_at.as_millis())
        .bind(session.id.as_str())
        .execute(&self.pool)
        .await?;
        rows::require_changed(&done)
    }

    /// Changes what a session reports about itself. From then on it is the tenant's, as with a proxy.
    pub async fn set_presence(&self, session: &Session) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE sessions SET presence = $1, updated_at = $2, links_until = NULL WHERE id = $3",
        )
        .bind(session.presence.as_str())
        .bind(session.updated_at.as_millis())
        .bind(session.id.as_str())
        .execute(&self.pool)
        .await?;
        rows::require_changed(&done)
    }

    pub(super) async fn insert_session(
        &self,
        connection: &mut AnyConnection,
        session: &Session,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "INSERT INTO sessions (id, tenant_id, name, status, sealed_proxy, announced, \
             created_at, updated_at, presence) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8) \
             ON CONFLICT (tenant_id, name) DO NOTHING",
        )
        .bind(session.id.as_str())
        .bind(session.tenant_id.as_str())
        .bind(session.name.as_str())
        .bind(session.status().stored())
        .bind(self.sealed_proxy(session))
        .bind(session.created_at.as_millis())
        .bind(session.updated_at.as_millis())
        .bind(session.presence.as_str())
        .execute(connection)
        .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::AlreadyExists)
        }
    }
}

/// A session that links a number, or that the backend starts, is the tenant's from then on, and stays when its links are
/// over.
async fn update(connection: &mut AnyConnection, session: &Session) -> Result<(), StoreError> {
    let account = session.account();
    let done = sqlx::query(
        "UPDATE sessions SET status = $1, phone_number = $2, lid = $3, push_name = $4, \
         business_name = $5, platform = $6, method = $7, announced = $8, resume_at = $9, \
         updated_at = $10, started_by = $11, code_lock = $12, scanned_at = $13, failure = $14, \
         restricted_until = $15, links_until = CASE WHEN $11 = 'link' AND $2 IS NULL AND $8 = 0 \
         THEN links_until END WHERE id = $16",
    )
    .bind(session.status().stored())
    .bind(account.map(|account| account.phone_number.as_str()))
    .bind(account.and_then(|account| account.lid.as_deref()))
    .bind(account.and_then(|account| account.push_name.as_deref()))
    .bind(account.and_then(|account| account.business_name.as_deref()))
    .bind(account.map(|account| account.platform.as_str()))
    .bind(session.method.map(|method| method.as_str()))
    .bind(i64::from(session.announced))
    .bind(session.state.resume_at().map(|at| at.as_millis()))
    .bind(session.updated_at.as_millis())
    .bind(session.started_by.as_str())
    .bind(session.code_lock.as_ref().map(PhoneNumber::as_str))
    .bind(session.scanned_at.map(Timestamp::as_millis))
    .bind(session.failure.map(Failure::as_str))
    .bind(session.restricted_until.map(Timestamp::as_millis))
    .bind(session.id.as_str())
    .execute(connection)
    .await?;
    one_row(done.rows_affected())
}

/// Fails if the session was deleted.
fn one_row(affected: u64) -> Result<(), StoreError> {
    if affected == 1 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}
