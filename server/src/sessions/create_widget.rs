//! Creates a widget session: checks, writes and signs it. WhatsApp is not called, so this works while WhatsApp is down,
//! and a link that is never opened costs one row.

use crate::domain::appearance::{Locale, Theme};
use crate::domain::callback::CallbackUrl;
use crate::domain::meta_app::MetaApp;
use crate::domain::mode::Mode;
use crate::domain::name::SessionName;
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Session, Status};
use crate::domain::tenant::Tenant;
use crate::domain::widget_session::{LIFETIME, Outcome, WidgetSession};
use crate::security::widget_token::{self, Claims};
use crate::sessions::Sessions;
use crate::store::StoreError;

/// A requested link. Each field is checked already.
#[derive(Clone)]
pub struct NewLink {
    pub mode: Mode,
    pub callback_url: Option<CallbackUrl>,
    pub session_name: Option<SessionName>,
    pub allowed_origins: Option<Vec<Origin>>,
    pub phone_number: Option<PhoneNumber>,
    pub theme: Theme,
    pub locale: Option<Locale>,
    pub state: Option<String>,
    /// The tenant's own Meta app.
    pub meta_app: Option<MetaApp>,
}

pub struct CreatedLink {
    pub widget: WidgetSession,
    pub session: SessionName,
    pub token: String,
}

#[derive(Debug, thiserror::Error)]
pub enum CreateLinkError {
    #[error("the callback address is not on the tenant's list")]
    CallbackNotAllowed,
    #[error("the link names no page that may embed it")]
    NoOrigins,
    #[error("the session is connected")]
    Connected,
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn create_widget(
    sessions: &Sessions,
    tenant: &Tenant,
    new_link: NewLink,
) -> Result<CreatedLink, CreateLinkError> {
    loop {
        match try_create(sessions, tenant, new_link.clone()).await {
            // Another request has just created or deleted the session of this name, which the next attempt finds.
            Err(CreateLinkError::Store(StoreError::AlreadyExists | StoreError::NotFound)) => {}
            done => return done,
        }
    }
}

async fn try_create(
    sessions: &Sessions,
    tenant: &Tenant,
    new_link: NewLink,
) -> Result<CreatedLink, CreateLinkError> {
    check_callback(tenant, new_link.callback_url.as_ref())?;
    if sessions.requires_origins && origins(&new_link, tenant).is_empty() {
        return Err(CreateLinkError::NoOrigins);
    }
    let at = sessions.now();
    let found = find(sessions, tenant, new_link.session_name.as_ref()).await?;
    let is_new = found.is_none();
    let session = found.unwrap_or_else(|| {
        let generated = || SessionName::generate(at, rand::random());
        let name = new_link.session_name.clone().unwrap_or_else(generated);
        Session::new(sessions.ids.next(at), tenant.id.clone(), name, at)
    });
    let widget = widget_session(sessions, tenant, &session, &new_link);
    sessions
        .store
        .create_widget_session(
            &widget,
            is_new.then_some(&session),
            new_link.meta_app.as_ref(),
        )
        .await?;
    sessions.metrics.funnel.created();
    let claims = Claims {
        ws: widget.id.clone(),
        session: session.id,
        tenant: tenant.id.clone(),
        exp: widget.expires_at.as_millis(),
    };
    Ok(CreatedLink {
        token: widget_token::issue(&claims, &sessions.widget_tokens),
        session: session.name,
        widget,
    })
}

fn check_callback(tenant: &Tenant, url: Option<&CallbackUrl>) -> Result<(), CreateLinkError> {
    let list = &tenant.callback_allow_list;
    let is_listed = |url: &CallbackUrl| list.iter().any(|allowed| allowed == url.as_str());
    if list.is_empty() || url.is_none_or(is_listed) {
        Ok(())
    } else {
        Err(CreateLinkError::CallbackNotAllowed)
    }
}

fn widget_session(
    sessions: &Sessions,
    tenant: &Tenant,
    session: &Session,
    new_link: &NewLink,
) -> WidgetSession {
    let at = sessions.now();
    WidgetSession {
        id: sessions.ids.next(at),
        tenant_id: tenant.id.clone(),
        session_id: session.id.clone(),
        mode: new_link.mode,
        allowed_origins: origins(new_link, tenant),
        callback_url: new_link.callback_url.clone(),
        phone_number: new_link.phone_number.clone(),
        theme: new_link.theme,
        locale: new_link.locale.clone(),
        state: new_link.state.clone(),
        meta_app: new_link.meta_app.as_ref().map(|app| app.key.clone()),
        outcome: Outcome::Open,
        method: None,
        reason: None,
        opened: false,
        started: false,
        created_at: at,
        expires_at: at.plus(LIFETIME),
    }
}

async fn find(
    sessions: &Sessions,
    tenant: &Tenant,
    name: Option<&SessionName>,
) -> Result<Option<Session>, CreateLinkError> {
    let Some(name) = name else { return Ok(None) };
    let session = sessions
        .store
        .session_by_name(&tenant.id, name.as_str())
        .await?;
    if session
        .as_ref()
        .is_some_and(|session| session.status() == Status::Connected)
    {
        return Err(CreateLinkError::Connected);
    }
    Ok(session)
}

/// The origins that may embed the widget: those of the request, else the callback's, else the tenant's.
fn origins(new_link: &NewLink, tenant: &Tenant) -> Vec<Origin> {
    let callback = || new_link.callback_url.as_ref()?.origin();
    let requested = new_link.allowed_origins.clone();
    requested
        .or_else(|| callback().map(|origin| vec![origin]))
        .unwrap_or_else(|| tenant.allowed_origins.clone())
}
