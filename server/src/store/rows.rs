//! Reads rows. Every stored value is validated, so that a corrupted row fails here instead of causing wrong results
//! later.

use sqlx::Row as _;
use sqlx::any::{AnyQueryResult, AnyRow};

use super::{Store, StoreError};
use crate::domain::appearance::{Locale, Theme};
use crate::domain::callback::CallbackUrl;
use crate::domain::failure::Failure;
use crate::domain::id::{MetaAppKey, SessionId};
use crate::domain::mode::{Method, Mode};
use crate::domain::name::SessionName;
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::presence::Presence;
use crate::domain::session::{Account, Platform, Session, StartedBy, State, Status};
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};

pub(super) fn text(row: &AnyRow, column: &'static str) -> Result<String, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn id<I: From<String>>(row: &AnyRow, column: &'static str) -> Result<I, StoreError> {
    text(row, column).map(I::from)
}

pub(super) fn optional_text(
    row: &AnyRow,
    column: &'static str,
) -> Result<Option<String>, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn number(row: &AnyRow, column: &'static str) -> Result<i64, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn optional_number(
    row: &AnyRow,
    column: &'static str,
) -> Result<Option<i64>, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn time(row: &AnyRow, column: &'static str) -> Result<Timestamp, StoreError> {
    number(row, column).map(Timestamp::from_millis)
}

pub(super) fn optional_time(
    row: &AnyRow,
    column: &'static str,
) -> Result<Option<Timestamp>, StoreError> {
    Ok(optional_number(row, column)?.map(Timestamp::from_millis))
}

/// `$3, $4, $5`: placeholders for `count` values, starting at number `first`.
pub(super) fn placeholders(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|at| format!("${at}")).collect();
    places.join(", ")
}

/// Fails if a change found no row.
pub(super) fn require_changed(done: &AnyQueryResult) -> Result<(), StoreError> {
    match done.rows_affected() {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// A column with a JSON list of strings.
pub(super) fn list(row: &AnyRow, column: &'static str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(&text(row, column)?).map_err(|_| StoreError::Row(column))
}

pub(super) fn origins(row: &AnyRow, column: &'static str) -> Result<Vec<Origin>, StoreError> {
    list(row, column)?
        .iter()
        .map(|origin| Origin::parse(origin).map_err(|_| StoreError::Row(column)))
        .collect()
}

pub(super) fn session(store: &Store, row: &AnyRow) -> Result<Session, StoreError> {
    let session_id: SessionId = id(row, "id")?;
    Ok(Session {
        tenant_id: id(row, "tenant_id")?,
        name: SessionName::parse(&text(row, "name")?).map_err(|_| StoreError::Row("name"))?,
        state: state(row)?,
        method: method(row)?,
        announced: number(row, "announced")? != 0,
        proxy: store.read_proxy(&session_id, row)?,
        presence: Presence::parse(&text(row, "presence")?).ok_or(StoreError::Row("presence"))?,
        id: session_id,
        started_by: StartedBy::parse(&text(row, "started_by")?)
            .ok_or(StoreError::Row("started_by"))?,
        code_lock: phone_number(row, "code_lock")?,
        scanned_at: optional_time(row, "scanned_at")?,
        failure: failure(row, "failure")?,
        restricted_until: optional_time(row, "restricted_until")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

fn state(row: &AnyRow) -> Result<State, StoreError> {
    let status = Status::from_stored(&text(row, "status")?).ok_or(StoreError::Row("status"))?;
    State::from_stored(status, account(row)?, optional_time(row, "resume_at")?)
        .ok_or(StoreError::Row("status"))
}

pub(super) fn method(row: &AnyRow) -> Result<Option<Method>, StoreError> {
    optional_text(row, "method")?
        .map(|word| Method::parse(&word).ok_or(StoreError::Row("method")))
        .transpose()
}

fn failure(row: &AnyRow, column: &'static str) -> Result<Option<Failure>, StoreError> {
    optional_text(row, column)?
        .map(|word| Failure::parse(&word).ok_or(StoreError::Row(column)))
        .transpose()
}

fn phone_number(row: &AnyRow, column: &'static str) -> Result<Option<PhoneNumber>, StoreError> {
    optional_text(row, column)?
        .map(|number| PhoneNumber::from_stored(&number).map_err(|_| StoreError::Row(column)))
        .transpose()
}

fn account(row: &AnyRow) -> Result<Option<Account>, StoreError> {
    let Some(phone_number) = optional_text(row, "phone_number")? else {
        return Ok(None);
    };
    Ok(Some(Account {
        phone_number,
        lid: optional_text(row, "lid")?.filter(|lid| !lid.is_empty()),
        push_name: optional_text(row, "push_name")?,
        business_name: optional_text(row, "business_name")?,
        platform: optional_text(row, "platform")?
            .and_then(|word| Platform::parse(&word))
            .ok_or(StoreError::Row("platform"))?,
    }))
}

pub(super) fn widget_session(row: &AnyRow) -> Result<WidgetSession, StoreError> {
    Ok(WidgetSession {
        id: id(row, "id")?,
        tenant_id: id(row, "tenant_id")?,
        session_id: id(row, "session_id")?,
        mode: Mode::parse(&text(row, "mode")?).ok_or(StoreError::Row("mode"))?,
        callback_url: optional_text(row, "callback_url")?
            .map(|url| CallbackUrl::parse(&url).map_err(|_| StoreError::Row("callback_url")))
            .transpose()?,
        allowed_origins: origins(row, "allowed_origins")?,
        phone_number: phone_number(row, "phone_number")?,
        theme: Theme::parse(&text(row, "theme")?).ok_or(StoreError::Row("theme"))?,
        locale: match text(row, "locale")?.as_str() {
            "" => None,
            tag => Some(Locale::parse(tag).map_err(|_| StoreError::Row("locale"))?),
        },
        state: optional_text(row, "state")?,
        meta_app: optional_text(row, "meta_app")?.map(MetaAppKey::from),
        outcome: Outcome::parse(&text(row, "outcome")?).ok_or(StoreError::Row("outcome"))?,
        method: method(row)?,
        reason: failure(row, "reason")?,
        opened: number(row, "opened")? != 0,
        started: number(row, "started")? != 0,
        created_at: time(row, "created_at")?,
        expires_at: time(row, "expires_at")?,
    })
}
