//! Opening a widget session with its token; the first opening by a person starts the session behind it.

use std::time::Duration;

use tokio::sync::watch;

use super::command::{Action, CommandError};
use super::dispatch;
use super::watch as watching;
use crate::domain::mode::Method;
use crate::domain::session::Status;
use crate::domain::tenant::Tenant;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::security::widget_token::{self, BadToken};
use crate::sessions::Sessions;
use crate::sessions::hub::Live;
use crate::store::StoreError;

/// How long the first HTML waits for a code, which usually comes within milliseconds. On a slow network the page is
/// sent without a code, and the live stream sends it later.
const CODE_TIMEOUT: Duration = Duration::from_millis(1500);

#[derive(Debug, thiserror::Error)]
pub enum OpenLinkError {
    #[error(transparent)]
    Token(#[from] BadToken),
    /// The signature is valid, but the link was deleted or revoked.
    #[error("this widget session does not exist any more")]
    LinkNotFound,
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link with its tenant and the live view of its session.
pub struct LoadedLink {
    pub widget: WidgetSession,
    pub tenant: Tenant,
    pub live: watch::Receiver<Live>,
    /// The methods that it offers, the default first.
    pub methods: Vec<Method>,
}

/// Verifies the token and reads what it opens, each row once. The signature is verified before anything is read from
/// the database. Nothing is started.
pub async fn load(sessions: &Sessions, token: &str) -> Result<LoadedLink, OpenLinkError> {
    let claims = widget_token::verify(token, &sessions.widget_tokens, sessions.now())?;
    // Watched before the link is read, so that a change after the read is not missed.
    let live = watching::watch(sessions, &claims.session)
        .await?
        .ok_or(OpenLinkError::LinkNotFound)?;
    let widget = sessions
        .store
        .widget_session(&claims.ws)
        .await?
        .ok_or(OpenLinkError::LinkNotFound)?;
    let matches = widget.session_id == claims.session && widget.tenant_id == claims.tenant;
    if !matches || widget.outcome == Outcome::Revoked {
        return Err(OpenLinkError::LinkNotFound);
    }
    let tenant = sessions
        .store
        .tenant(&claims.tenant)
        .await?
        .ok_or(OpenLinkError::LinkNotFound)?;
    Ok(LoadedLink {
        methods: sessions.methods.of(&widget),
        widget,
        tenant,
        live,
    })
}

/// As [`load`], and starts the session and waits a moment for its code.
pub async fn open(sessions: &Sessions, token: &str) -> Result<LoadedLink, OpenLinkError> {
    let mut opened = load(sessions, token).await?;
    opened.start(sessions).await?;
    let ready = opened
        .live
        .wait_for(|live| live.code.is_some() || live.session.status() != Status::Scanning);
    // Without a code in time, the page says that the code is being prepared.
    let _ = tokio::time::timeout(CODE_TIMEOUT, ready).await;
    Ok(opened)
}

impl LoadedLink {
    /// The latest view of the session. The link is shown as it was read. A change since then is not marked as seen,
    /// because it may have changed the link, too.
    pub fn latest(&self) -> Live {
        self.live.borrow().clone()
    }

    /// As [`Self::latest`], and reads the link again. The session is read before the link: both are written in one
    /// transaction and published after it, so a view never shows a newer session beside an older link. When the
    /// database is not available, the link is shown as it was read last.
    pub async fn refresh(&mut self, sessions: &Sessions) -> Live {
        let live = self.live.borrow_and_update().clone();
        if let Ok(Some(widget)) = sessions.store.widget_session(&self.widget.id).await {
            self.widget = widget;
        }
        live
    }

    /// Starts the session behind an open link, once. The start is recorded after it has happened: if the process dies
    /// in between, the next load starts the session, while a session whose codes have expired waits for the person's
    /// click.
    pub async fn start(&mut self, sessions: &Sessions) -> Result<(), OpenLinkError> {
        if self.widget.started || !self.widget.is_open(sessions.now()) {
            return Ok(());
        }
        if !sessions.store.open_widget_session(&self.widget.id).await? {
            self.refresh(sessions).await;
            return Ok(());
        }
        let action = Action::OpenLink(self.widget.phone_number.clone());
        dispatch::send(sessions, &self.widget.session_id, action).await?;
        sessions.store.mark_widget_started(&self.widget.id).await?;
        (self.widget.opened, self.widget.started) = (true, true);
        sessions.hub.touch(&self.widget.session_id);
        Ok(())
    }
}
