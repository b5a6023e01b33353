//! Opening a widget session with its token; the first opening by a person starts the session behind it.

use std::time::Duration;

use protocol::view::Meta;

use super::command::{Action, CommandError};
use super::watch as watching;
use super::{dispatch, meta_apps};
use crate::domain::id::{SessionId, WidgetSessionId};
use crate::domain::meta_app::MetaApp;
use crate::domain::mode::Method;
use crate::domain::session::Status;
use crate::domain::signup::{self, Signup};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::security::signup_state;
use crate::security::widget_token::{self, BadToken};
use crate::sessions::Sessions;
use crate::sessions::hub::{Live, LiveWatch};
use crate::sessions::link_streams::{LinkRead, LinkStream};
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
    pub live: LiveWatch,
    /// The methods that it offers, the default first.
    pub methods: Vec<Method>,
    pub open_whatsapp: bool,
    /// The app of its signup, if it offers one, and what the page has to know of it.
    pub meta_app: Option<MetaApp>,
    pub meta: Option<Meta>,
    pub signup: Option<Signup>,
}

/// Verifies the token and reads what it opens, each row once. The signature is verified before anything is read from
/// the database. Nothing is started.
pub async fn load(sessions: &Sessions, token: &str) -> Result<LoadedLink, OpenLinkError> {
    // A signup may take longer than its link is valid.
    let earliest = sessions.now().minus(signup::GRACE);
    let claims = widget_token::verify(token, &sessions.widget_tokens, earliest)?;
    let loaded = read(sessions, &claims.ws, &claims.session).await?;
    let is_over = claims.exp <= sessions.now().as_millis();
    if is_over && loaded.signup.is_none() {
        return Err(BadToken::Expired.into());
    }
    if loaded.widget.tenant_id != claims.tenant {
        return Err(OpenLinkError::LinkNotFound);
    }
    Ok(loaded)
}

/// The link whose signup comes back from Meta's window as a page.
pub async fn load_by_state(sessions: &Sessions, state: &str) -> Result<LoadedLink, OpenLinkError> {
    let id = signup_state::verify(state, &sessions.widget_tokens).ok_or(BadToken::Invalid)?;
    let widget = sessions.store.widget_session(&id).await?;
    let widget = widget.ok_or(OpenLinkError::LinkNotFound)?;
    read(sessions, &id, &widget.session_id).await
}

async fn read(
    sessions: &Sessions,
    id: &WidgetSessionId,
    session_id: &SessionId,
) -> Result<LoadedLink, OpenLinkError> {
    // Watched before the link is read, so that a change after the read is not missed.
    let live = watching::watch(sessions, session_id)
        .await?
        .ok_or(OpenLinkError::LinkNotFound)?;
    let widget = sessions
        .store
        .widget_session(id)
        .await?
        .ok_or(OpenLinkError::LinkNotFound)?;
    if widget.session_id != *session_id || widget.outcome == Outcome::Revoked {
        return Err(OpenLinkError::LinkNotFound);
    }
    let tenant = sessions
        .store
        .tenant(&widget.tenant_id)
        .await?
        .ok_or(OpenLinkError::LinkNotFound)?;
    let mut loaded = LoadedLink {
        methods: sessions.methods.of(&widget),
        open_whatsapp: sessions.open_whatsapp,
        widget,
        tenant,
        live,
        meta_app: None,
        meta: None,
        signup: None,
    };
    if loaded.methods.contains(&Method::CloudApi) {
        loaded.meta_app = meta_apps::of_link(sessions, &loaded.widget).await?;
        let page = |app| {
            sessions
                .meta
                .page(app, &loaded.widget.id, &sessions.widget_tokens)
        };
        loaded.meta = loaded.meta_app.as_ref().map(page);
        loaded.signup = sessions.store.signup(&loaded.widget.id).await?;
    }
    Ok(loaded)
}

impl LoadedLink {
    /// Starts the session and waits a moment for its code.
    pub async fn open(&mut self, sessions: &Sessions) -> Result<(), OpenLinkError> {
        self.start(sessions).await?;
        let ready = self
            .live
            .wait_for(|live| live.code.is_some() || live.session.status() != Status::Scanning);
        // Without a code in time, the page says that the code is being prepared.
        let _ = tokio::time::timeout(CODE_TIMEOUT, ready).await;
        Ok(())
    }

    /// Whether a signup is under way, also after the link's end.
    pub fn has_signup(&self, now: Timestamp) -> bool {
        self.signup.is_some() && self.widget.outcome == Outcome::Open && now < self.ends_at()
    }

    /// When nothing can come of the link any more. A signup that was begun in time may take longer.
    pub fn ends_at(&self) -> Timestamp {
        match self.signup {
            Some(_) => self.widget.expires_at.plus(signup::GRACE),
            None => self.widget.expires_at,
        }
    }

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
        match self.read_again(sessions, &live).await {
            Ok(read) => self.take(read),
            Err(_) => live,
        }
    }

    /// As [`Self::refresh`], for one of the link's live streams. They share one read for each change. The lock is held
    /// while it is read, and the session is looked at within it, so that a read for this change, by whichever stream, is
    /// later than the change.
    pub async fn refresh_stream(&mut self, sessions: &Sessions, stream: &LinkStream) -> Live {
        let mut latest = stream.latest.lock().await;
        let live = self.live.borrow_and_update().clone();
        if let Some(read) = latest.as_ref().filter(|read| read.live.seq == live.seq) {
            return self.take(read.clone());
        }
        match self.read_again(sessions, &live).await {
            Ok(read) => {
                *latest = Some(read.clone());
                self.take(read)
            }
            Err(_) => live,
        }
    }

    fn take(&mut self, read: LinkRead) -> Live {
        (self.widget, self.signup) = (read.widget, read.signup);
        read.live
    }

    async fn read_again(&self, sessions: &Sessions, live: &Live) -> Result<LinkRead, StoreError> {
        sessions.metrics.streams.link_read();
        let widget = sessions.store.widget_session(&self.widget.id).await?;
        let mut read = LinkRead {
            live: live.clone(),
            widget: widget.unwrap_or_else(|| self.widget.clone()),
            signup: self.signup.clone(),
        };
        if self.meta_app.is_some() {
            read.signup = sessions.store.signup(&self.widget.id).await?;
        }
        // The success is written, and the session is about to be published.
        if read.widget.outcome == Outcome::Connected
            && live.session.account().is_none()
            && let Some(session) = sessions.store.session(&self.widget.session_id).await?
        {
            read.live.session = session;
        }
        Ok(read)
    }

    /// Counts a QR code that was there before the link was opened. The session's task counts those that follow.
    async fn count_code(&self, sessions: &Sessions) -> Result<(), OpenLinkError> {
        let is_shown = {
            let live = self.live.borrow();
            live.code.is_some() && self.widget.may_show_codes_of(&live.session)
        };
        if is_shown && self.methods.contains(&Method::Qr) {
            let (id, now) = (&self.widget.id, sessions.now());
            let progress = sessions.store.show_code(id, Method::Qr, now).await?;
            sessions.metrics.funnel.record(&progress);
        }
        Ok(())
    }

    /// Starts the session behind an open link, once. The start is recorded after it has happened: if the process dies
    /// in between, the next load starts the session, while a session whose codes have expired waits for the person's
    /// click.
    pub async fn start(&mut self, sessions: &Sessions) -> Result<(), OpenLinkError> {
        if self.widget.started || !self.widget.is_open(sessions.now()) {
            return Ok(());
        }
        let opened = sessions
            .store
            .open_widget_session(&self.widget.id, sessions.now());
        let Some(progress) = opened.await? else {
            self.refresh(sessions).await;
            return Ok(());
        };
        sessions.metrics.funnel.record(&progress);
        // Meta's signup needs no connection.
        if self
            .methods
            .iter()
            .any(|method| *method != Method::CloudApi)
        {
            let action = Action::OpenLink(self.widget.phone_number.clone());
            dispatch::send(sessions, &self.widget.session_id, action).await?;
        }
        self.count_code(sessions).await?;
        sessions.store.mark_widget_started(&self.widget.id).await?;
        (self.widget.opened, self.widget.started) = (true, true);
        sessions.hub.touch(&self.widget.session_id);
        Ok(())
    }
}
