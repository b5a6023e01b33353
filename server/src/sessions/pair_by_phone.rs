//! A code to enter on the phone instead of scanning: one active code per session, and never so many that WhatsApp blocks
//! the number.

use std::time::Duration;

use super::command::{Action, CommandError};
use super::connection::PhoneCodeRefused;
use super::dispatch;
use super::watch;
use crate::domain::code_limit::{Grant, PER_WIDGET_SESSION};
use crate::domain::id::WidgetSessionId;
use crate::domain::mode::Method;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Session, Status};
use crate::sessions::Sessions;
use crate::sessions::hub::{Live, ShownPhoneCode};
use crate::store::{CodeQuota, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum PhoneCodeError {
    #[error("only one number may connect here, and this is another")]
    WrongNumber,
    #[error("the session is connected")]
    Connected,
    #[error("the session is not started")]
    NotStarted,
    /// Our own limit, and how long until the next code may be requested, if ever.
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
    Command(#[from] CommandError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The caller: the tenant's backend, or a person in the widget, for whom the session is started if necessary.
pub enum Caller<'a> {
    Backend,
    Widget {
        id: &'a WidgetSessionId,
        lock: Option<&'a PhoneNumber>,
    },
}

pub async fn pair_by_phone(
    sessions: &Sessions,
    session: &Session,
    number: &PhoneNumber,
    caller: &Caller<'_>,
) -> Result<ShownPhoneCode, PhoneCodeError> {
    check_lock(number, caller)?;
    count_request(sessions, number, caller).await?;
    ensure_scanning(sessions, session, caller).await?;
    let watch = watch::watch(sessions, &session.id)
        .await?
        .ok_or(CommandError::SessionDeleted)?;
    let live = live_code(sessions, &watch.borrow(), number);
    if let Some(live) = live {
        count_shown(sessions, caller).await?;
        return Ok(live);
    }
    // A request would use up one of few codes, and WhatsApp cannot be reached to issue it.
    if let Some(wait) = outage(sessions, &watch.borrow()) {
        return Err(PhoneCodeError::Unreachable(wait));
    }
    // Counted before the request: a crash in between must not allow one more.
    count_code(sessions, number, caller).await?;
    let connection = sessions
        .drivers
        .connection(&session.id)
        .ok_or(PhoneCodeError::Unavailable)?;
    let issued = connection.phone_code(number).await.map_err(|error| {
        let wait = outage(sessions, &watch.borrow());
        wait.map_or_else(|| refused(error), PhoneCodeError::Unreachable)
    })?;
    let code = ShownPhoneCode {
        code: issued.code,
        number: number.clone(),
        expires_at: sessions.now().plus(issued.remaining),
        lasts: issued.lasts,
    };
    count_shown(sessions, caller).await?;
    dispatch::send(sessions, &session.id, Action::Show(code.clone())).await?;
    Ok(code)
}

/// The person has chosen this method, also if there will be no code.
async fn count_request(
    sessions: &Sessions,
    number: &PhoneNumber,
    caller: &Caller<'_>,
) -> Result<(), StoreError> {
    let Caller::Widget { id, .. } = caller else {
        return Ok(());
    };
    let store = &sessions.store;
    let progress = store.request_phone_code(id, number, sessions.now()).await?;
    sessions.metrics.funnel.record(&progress);
    Ok(())
}

async fn count_shown(sessions: &Sessions, caller: &Caller<'_>) -> Result<(), StoreError> {
    let Caller::Widget { id, .. } = caller else {
        return Ok(());
    };
    let store = &sessions.store;
    let progress = store.show_code(id, Method::Pairing, sessions.now()).await?;
    sessions.metrics.funnel.record(&progress);
    Ok(())
}

fn check_lock(number: &PhoneNumber, caller: &Caller<'_>) -> Result<(), PhoneCodeError> {
    match caller {
        Caller::Widget {
            lock: Some(lock), ..
        } if !lock.matches(number.as_str()) => Err(PhoneCodeError::WrongNumber),
        _ => Ok(()),
    }
}

/// A person in the widget has the session started; the backend has to start it first.
async fn ensure_scanning(
    sessions: &Sessions,
    session: &Session,
    caller: &Caller<'_>,
) -> Result<(), PhoneCodeError> {
    match (session.status(), caller) {
        (Status::LoggingIn | Status::Connected | Status::Reconnecting, _) => {
            Err(PhoneCodeError::Connected)
        }
        (Status::Scanning, Caller::Backend) => Ok(()),
        (_, Caller::Backend) => Err(PhoneCodeError::NotStarted),
        // The code is for the number that the link is for, like the QR code.
        (_, Caller::Widget { id, lock }) => {
            let opened = sessions.store.open_widget_session(id, sessions.now());
            let progress = opened.await?.unwrap_or_default();
            sessions.metrics.funnel.record(&progress);
            let action = Action::OpenLink(lock.cloned());
            dispatch::send(sessions, &session.id, action).await?;
            Ok(())
        }
    }
}

async fn count_code(
    sessions: &Sessions,
    number: &PhoneNumber,
    caller: &Caller<'_>,
) -> Result<(), PhoneCodeError> {
    let share = match caller {
        Caller::Backend => None,
        Caller::Widget { id, .. } => Some(CodeQuota {
            widget_id: id,
            most: PER_WIDGET_SESSION,
        }),
    };
    let hash = sessions.number_hash(number);
    let granted = sessions.store.grant_code(&hash, share, sessions.now());
    match granted.await? {
        Grant::Granted => Ok(()),
        Grant::Wait(wait) => Err(PhoneCodeError::Limit(Some(wait))),
        Grant::UsedUp => Err(PhoneCodeError::Limit(None)),
    }
}

/// The code that is live already for this number.
fn live_code(sessions: &Sessions, live: &Live, number: &PhoneNumber) -> Option<ShownPhoneCode> {
    let code = live.phone_code.clone();
    code.filter(|code| code.number == *number && sessions.now() < code.expires_at)
}

/// How long until WhatsApp is tried again, where it is not reached.
fn outage(sessions: &Sessions, live: &Live) -> Option<Duration> {
    live.outage.map(|outage| outage.retry_in(sessions.now()))
}

fn refused(refused: PhoneCodeRefused) -> PhoneCodeError {
    match refused {
        PhoneCodeRefused::Throttled(retry_after) => PhoneCodeError::Throttled(retry_after),
        PhoneCodeRefused::BadNumber(why) => PhoneCodeError::BadNumber(why),
        PhoneCodeRefused::Unavailable => PhoneCodeError::Unavailable,
    }
}
