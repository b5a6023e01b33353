//! Opening a widget session with its token; the first opening by a person starts the session behind it.

use std::time::Duration;

use tokio::sync::watch;

use super::drivers::{self, Action, CommandError};
use super::watch as watching;
use crate::app::App;
use crate::domain::session::Status;
use crate::domain::tenant::Tenant;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::hub::Live;
use crate::store::StoreError;
use crate::token::widget::{self, BadToken};

/// How long the first HTML waits for a code. It comes in milliseconds; behind a slow network the page goes out
/// without one and the live stream brings it.
const PATIENCE: Duration = Duration::from_millis(1500);

#[derive(Debug, thiserror::Error)]
pub enum Refused {
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
pub struct Opened {
    pub widget: WidgetSession,
    pub tenant: Tenant,
    pub live: watch::Receiver<Live>,
}

/// Checks the token and gives what it opens, without starting anything. The signature is checked before
/// anything is read from the database.
pub async fn look(app: &App, token: &str) -> Result<Opened, Refused> {
    let claims = widget::verify(token, &app.widget_tokens, app.now())?;
    let widget = app
        .store
        .widget_session(&claims.ws)
        .await?
        .ok_or(Refused::Gone)?;
    let bound = widget.session_id == claims.session && widget.tenant_id == claims.tenant;
    if !bound || widget.outcome == Outcome::Revoked {
        return Err(Refused::Gone);
    }
    let session = app
        .store
        .session(&claims.session)
        .await?
        .ok_or(Refused::Gone)?;
    let tenant = app
        .store
        .tenant(&claims.tenant)
        .await?
        .ok_or(Refused::Gone)?;
    let live = watching::watch(app, &session).await?;
    Ok(Opened {
        widget,
        tenant,
        live,
    })
}

impl Opened {
    /// What there is to see now. The session is read before the link: both are written in one transaction and
    /// shown after it, so what a session has done is never shown beside a link that does not know of it yet.
    /// With the database away the link is shown as it last stood.
    pub async fn refresh(&mut self, app: &App) -> Live {
        let live = self.live.borrow_and_update().clone();
        if let Ok(Some(widget)) = app.store.widget_session(&self.widget.id).await {
            self.widget = widget;
        }
        live
    }
}

/// Starts the session behind an open link, once. That is noted after it has happened: a process that dies in
/// between leaves it to the next load, while a session that has run out of time waits for the person's click.
pub async fn start(app: &App, opened: &Opened) -> Result<(), Refused> {
    let widget = &opened.widget;
    if widget.started || !widget.is_open(app.now()) {
        return Ok(());
    }
    if !app.store.open_widget_session(&widget.id).await? {
        return Ok(());
    }
    let action = Action::OpenLink(widget.phone_number.clone());
    drivers::ask(app, &widget.session_id, action).await?;
    app.store.note_widget_start(&widget.id).await?;
    app.hub.touch(&widget.session_id);
    Ok(())
}

/// As [`look`], and starts the session and waits a moment for its code.
pub async fn open(app: &App, token: &str) -> Result<Opened, Refused> {
    let mut opened = look(app, token).await?;
    start(app, &opened).await?;
    let ready = opened
        .live
        .wait_for(|live| live.code.is_some() || live.session.status != Status::Scanning);
    // Whoever closes the hub meanwhile, or no code in time: the page says it is being prepared.
    let _ = tokio::time::timeout(PATIENCE, ready).await;
    Ok(opened)
}
