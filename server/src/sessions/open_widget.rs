//! Opening a widget session with its token; the first opening by a person starts the session behind it.

use std::time::Duration;

use tokio::sync::watch;

use super::command::{Action, CommandError};
use super::dispatch;
use super::watch as watching;
use crate::domain::session::Status;
use crate::domain::tenant::Tenant;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::security::widget_token::{self, BadToken};
use crate::sessions::Sessions;
use crate::sessions::hub::Live;
use crate::store::StoreError;

/// How long the first HTML waits for a code. It comes in milliseconds; behind a slow network the page goes out
/// without one and the live stream brings it.
const PATIENCE: Duration = Duration::from_millis(1500);

#[derive(Debug, thiserror::Error)]
pub enum OpenLinkError {
    #[error(transparent)]
    Token(#[from] BadToken),
    /// Signed by us, but the row is gone or was revoked.
    #[error("this widget session does not exist any more")]
    Gone,
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An open widget: what it is, whose it is, and what is to be seen.
pub struct LoadedLink {
    pub widget: WidgetSession,
    pub tenant: Tenant,
    pub live: watch::Receiver<Live>,
}

/// Checks the token and gives what it opens, without starting anything. The signature is checked before
/// anything is read from the database.
pub async fn load(sessions: &Sessions, token: &str) -> Result<LoadedLink, OpenLinkError> {
    let claims = widget_token::verify(token, &sessions.widget_tokens, sessions.now())?;
    let widget = sessions
        .store
        .widget_session(&claims.ws)
        .await?
        .ok_or(OpenLinkError::Gone)?;
    let bound = widget.session_id == claims.session && widget.tenant_id == claims.tenant;
    if !bound || widget.outcome == Outcome::Revoked {
        return Err(OpenLinkError::Gone);
    }
    let session = sessions
        .store
        .session(&claims.session)
        .await?
        .ok_or(OpenLinkError::Gone)?;
    let tenant = sessions
        .store
        .tenant(&claims.tenant)
        .await?
        .ok_or(OpenLinkError::Gone)?;
    let live = watching::watch(sessions, &session).await?;
    Ok(LoadedLink {
        widget,
        tenant,
        live,
    })
}

impl LoadedLink {
    /// What there is to see now. The session is read before the link: both are written in one transaction and
    /// shown after it, so what a session has done is never shown beside a link that does not know of it yet.
    /// With the database away the link is shown as it last stood.
    pub async fn refresh(&mut self, sessions: &Sessions) -> Live {
        let live = self.live.borrow_and_update().clone();
        if let Ok(Some(widget)) = sessions.store.widget_session(&self.widget.id).await {
            self.widget = widget;
        }
        live
    }
}

/// Starts the session behind an open link, once. That is noted after it has happened: a process that dies in
/// between leaves it to the next load, while a session that has run out of time waits for the person's click.
pub async fn start(sessions: &Sessions, opened: &LoadedLink) -> Result<(), OpenLinkError> {
    let widget = &opened.widget;
    if widget.started || !widget.is_open(sessions.now()) {
        return Ok(());
    }
    if !sessions.store.open_widget_session(&widget.id).await? {
        return Ok(());
    }
    let action = Action::OpenLink(widget.phone_number.clone());
    dispatch::send(sessions, &widget.session_id, action).await?;
    sessions.store.mark_widget_started(&widget.id).await?;
    sessions.hub.touch(&widget.session_id);
    Ok(())
}

/// As [`load`], and starts the session and waits a moment for its code.
pub async fn open(sessions: &Sessions, token: &str) -> Result<LoadedLink, OpenLinkError> {
    let mut opened = load(sessions, token).await?;
    start(sessions, &opened).await?;
    let ready = opened
        .live
        .wait_for(|live| live.code.is_some() || live.session.status != Status::Scanning);
    // Whoever closes the hub meanwhile, or no code in time: the page says it is being prepared.
    let _ = tokio::time::timeout(PATIENCE, ready).await;
    Ok(opened)
}
