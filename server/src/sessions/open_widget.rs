//! Opening a widget session with its token; the first opening starts the session behind it.

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

/// As [`look`], and where this is the first time, starts the session and waits a moment for its code.
pub async fn open(app: &App, token: &str) -> Result<Opened, Refused> {
    let mut opened = look(app, token).await?;
    let session = opened.live.borrow().session.clone();
    if opened.widget.is_open(app.now()) && app.store.open_widget_session(&opened.widget.id).await? {
        let action = Action::OpenLink(opened.widget.phone_number.clone());
        drivers::ask(app, &session.id, action).await?;
    }
    let ready = opened
        .live
        .wait_for(|live| live.code.is_some() || live.session.status != Status::Scanning);
    // Whoever closes the hub meanwhile, or no code in time: the page says it is being prepared.
    let _ = tokio::time::timeout(PATIENCE, ready).await;
    Ok(opened)
}
