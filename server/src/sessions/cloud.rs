//! A number that is connected through the Cloud API: every call to Meta that its session makes.

use crate::domain::cloud_account::CloudAccount;
use crate::domain::meta_app::MetaApp;
use crate::domain::session::Session;
use crate::meta::message::OutgoingMessage;
use crate::meta::{self, GraphError, Kind};
use crate::sessions::Sessions;
use crate::sessions::connection::LogOut;
use crate::store::StoreError;

/// Whether Meta still gives access to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Works,
    /// The reason in `session.logged_out`.
    Ended(&'static str),
    /// Meta did not answer.
    Unknown,
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("the session is not connected")]
    NotConnected,
    #[error(transparent)]
    Meta(GraphError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The account of a session and its app.
struct Connected {
    account: CloudAccount,
    app: MetaApp,
}

impl Connected {
    fn access(&self) -> meta::Access<'_> {
        meta::Access {
            app: &self.app,
            token: &self.account.token,
        }
    }
}

async fn find(sessions: &Sessions, session: &Session) -> Result<Option<Connected>, StoreError> {
    let Some(account) = sessions.store.cloud_account(&session.id).await? else {
        return Ok(None);
    };
    let app = sessions.meta.find(&sessions.store, &account.app).await?;
    Ok(app.map(|app| Connected { account, app }))
}

/// Asks Meta about the number.
pub async fn check(sessions: &Sessions, session: &Session) -> Access {
    let connected = match find(sessions, session).await {
        Ok(Some(connected)) => connected,
        Ok(None) => return Access::Unknown,
        Err(error) => {
            let session = session.id.as_str();
            tracing::error!(session, %error, "a Cloud API number cannot be read");
            return Access::Unknown;
        }
    };
    let CloudAccount {
        waba_id,
        phone_number_id,
        ..
    } = &connected.account;
    let graph = &sessions.meta.graph;
    let number = graph.number(connected.access(), waba_id.as_str(), phone_number_id);
    match number.await {
        Ok(_) => Access::Works,
        Err(error) => access_after(&error),
    }
}

pub fn access_after(error: &GraphError) -> Access {
    match error.kind() {
        Kind::TokenInvalid => Access::Ended("access_revoked"),
        _ => Access::Unknown,
    }
}

/// Sends a message.
pub async fn send(
    sessions: &Sessions,
    session: &Session,
    message: &OutgoingMessage,
) -> Result<String, SendError> {
    let connected = find(sessions, session).await?;
    let connected = connected.ok_or(SendError::NotConnected)?;
    let number = &connected.account.phone_number_id;
    let sent = sessions
        .meta
        .graph
        .send(connected.access(), number, message);
    match sent.await {
        Ok(sent) => Ok(sent.0),
        Err(error) => Err(SendError::Meta(error)),
    }
}

/// Takes the number away from the app: no webhooks any more, and registered no longer if this service registered it.
pub async fn log_out(sessions: &Sessions, session: &Session) -> LogOut {
    match find(sessions, session).await {
        Ok(Some(connected)) => undo(sessions, &connected.app, &connected.account).await,
        Ok(None) => LogOut::Removed,
        Err(error) => {
            let session = session.id.as_str();
            tracing::error!(session, %error, "a Cloud API number cannot be read");
            LogOut::NotReached
        }
    }
}

/// Undoes what a signup did at Meta.
pub async fn undo(sessions: &Sessions, app: &MetaApp, account: &CloudAccount) -> LogOut {
    match try_undo(sessions, app, account).await {
        Ok(()) => LogOut::Removed,
        Err(error) => {
            let session = account.session_id.as_str();
            tracing::warn!(session, %error, "a number cannot be removed at Meta");
            LogOut::NotReached
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum UndoError {
    #[error(transparent)]
    Meta(#[from] GraphError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn try_undo(
    sessions: &Sessions,
    app: &MetaApp,
    account: &CloudAccount,
) -> Result<(), UndoError> {
    let access = meta::Access {
        app,
        token: &account.token,
    };
    let graph = &sessions.meta.graph;
    if account.registered {
        let done = graph.deregister(access, &account.phone_number_id).await;
        // A number that Meta will not deregister must not send its webhooks here all the same.
        done.or_else(unless_retried)?;
    }
    let (store, waba_id) = (&sessions.store, account.waba_id.as_str());
    let sharing = store.sessions_of_waba(&account.app, waba_id).await?;
    // Another number of the same account still needs its webhooks.
    if sharing.iter().all(|id| *id == account.session_id) {
        let done = graph.unsubscribe(access, &account.waba_id).await;
        done.or_else(unless_retried)?;
    }
    Ok(())
}

/// An error that a later call does not change is final: mostly the access has ended, and nothing is left to undo.
fn unless_retried(error: GraphError) -> Result<(), GraphError> {
    match error.kind() {
        Kind::Transient | Kind::RateLimited => Err(error),
        _ => Ok(()),
    }
}

/// What has to be undone later, because Meta was not reached.
pub async fn to_undo(sessions: &Sessions, session: &Session) -> Option<CloudAccount> {
    sessions
        .store
        .cloud_account(&session.id)
        .await
        .ok()
        .flatten()
}
