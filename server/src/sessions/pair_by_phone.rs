//! A code to type on the phone, beside the QR codes: one live code a session, and never so many that WhatsApp
//! blocks the number.

use std::time::Duration;

use engine::CodeRefused;

use super::{start, watch};
use crate::app::App;
use crate::domain::code_limit::{self, PER_WIDGET_SESSION};
use crate::domain::event::LinkCode;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Session, Status};
use crate::hub::{Live, ShownPhoneCode};
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("only one number may connect here, and this is another")]
    WrongNumber,
    #[error("the session is connected")]
    Connected,
    #[error("the session is not started")]
    NotStarted,
    /// Our own limit; in this long the next code may be asked for, if ever.
    #[error("too many codes")]
    Limit(Option<Duration>),
    /// WhatsApp's limit.
    #[error("WhatsApp gives no more codes for now")]
    Throttled(Option<Duration>),
    #[error("WhatsApp does not take this number: {0}")]
    BadNumber(String),
    /// It is tried again in this long.
    #[error("WhatsApp cannot be reached")]
    Unreachable(Duration),
    #[error("WhatsApp gave no code")]
    Unavailable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who asks: the tenant's backend, or a person in the widget, for whom the session is started if need be.
pub enum Asker<'a> {
    Backend,
    Widget {
        id: &'a str,
        lock: Option<&'a PhoneNumber>,
    },
}

pub async fn pair_by_phone(
    app: &App,
    session: &Session,
    number: &PhoneNumber,
    asker: &Asker<'_>,
) -> Result<ShownPhoneCode, Refused> {
    if let Asker::Widget {
        lock: Some(lock), ..
    } = asker
        && *lock != number
    {
        return Err(Refused::WrongNumber);
    }
    match session.status {
        Status::Scanning => {}
        Status::LoggingIn | Status::Connected | Status::Reconnecting => {
            return Err(Refused::Connected);
        }
        Status::Created | Status::Disconnected(_) => match asker {
            Asker::Backend => return Err(Refused::NotStarted),
            Asker::Widget { .. } => drop(start::start(app, session).await?),
        },
    }
    let watch = watch::watch(app, session).await?;
    if let Some(live) = live_code(app, &watch.borrow(), number) {
        return Ok(live);
    }
    // Asking costs one of few codes, and nobody is there to give it.
    if let Some(wait) = outage(app, &watch.borrow()) {
        return Err(Refused::Unreachable(wait));
    }
    let hash = app.number_hash(number);
    let history = code_limit::ask(app.store.code_history(&hash).await?, app.now())
        .map_err(|wait| Refused::Limit(Some(wait)))?;
    if let Asker::Widget { id, .. } = asker
        && !app.store.count_widget_code(id, PER_WIDGET_SESSION).await?
    {
        return Err(Refused::Limit(None));
    }
    // Counted before it is asked for: a crash in between must not give another one away.
    app.store.note_code(&hash, history).await?;
    let line = app.drivers.line(&session.id).ok_or(Refused::Unavailable)?;
    let issued = match line.phone_code(number.as_str()).await {
        Ok(issued) => issued,
        Err(error) => {
            let wait = outage(app, &watch.borrow());
            return Err(wait.map_or_else(|| refused(error), Refused::Unreachable));
        }
    };
    let code = ShownPhoneCode {
        code: LinkCode(issued.code.dashed()),
        number: number.clone(),
        expires_at: app.now().plus(issued.lasts),
        lasts: issued.of,
    };
    app.drivers.show(&session.id, code.clone());
    Ok(code)
}

/// The code that is live already for this number.
fn live_code(app: &App, live: &Live, number: &PhoneNumber) -> Option<ShownPhoneCode> {
    let code = live.phone_code.clone();
    code.filter(|code| code.number == *number && app.now() < code.expires_at)
}

/// How long until WhatsApp is tried again, where it is not reached.
fn outage(app: &App, live: &Live) -> Option<Duration> {
    live.outage.map(|outage| outage.retry_in(app.now()))
}

fn refused(refused: CodeRefused) -> Refused {
    match refused {
        CodeRefused::Throttled { retry_after } => Refused::Throttled(retry_after),
        CodeRefused::BadNumber(why) => Refused::BadNumber(why),
        CodeRefused::NotWaiting => Refused::Unavailable,
        CodeRefused::Refused(code) => {
            tracing::warn!(code, "WhatsApp refused a phone code");
            Refused::Unavailable
        }
    }
}
