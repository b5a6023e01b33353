//! Reading rows: every stored word is checked on the way in, so that a foreign hand in the database shows up
//! here and not as a strange answer later.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::StoreError;
use crate::domain::callback::CallbackUrl;
use crate::domain::look::{Locale, Theme};
use crate::domain::mode::{Method, Mode};
use crate::domain::name::SessionName;
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Account, Session, Status};
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};

pub(super) fn text(row: &AnyRow, column: &'static str) -> Result<String, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn maybe(row: &AnyRow, column: &'static str) -> Result<Option<String>, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn number(row: &AnyRow, column: &'static str) -> Result<i64, StoreError> {
    Ok(row.try_get(column)?)
}

pub(super) fn time(row: &AnyRow, column: &'static str) -> Result<Timestamp, StoreError> {
    number(row, column).map(Timestamp::from_millis)
}

pub(super) fn maybe_time(
    row: &AnyRow,
    column: &'static str,
) -> Result<Option<Timestamp>, StoreError> {
    let millis: Option<i64> = row.try_get(column)?;
    Ok(millis.map(Timestamp::from_millis))
}

/// A column holding a JSON list of words.
pub(super) fn list(row: &AnyRow, column: &'static str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(&text(row, column)?).map_err(|_| StoreError::Row(column))
}

pub(super) fn origins(row: &AnyRow, column: &'static str) -> Result<Vec<Origin>, StoreError> {
    list(row, column)?
        .iter()
        .map(|origin| Origin::parse(origin).map_err(|_| StoreError::Row(column)))
        .collect()
}

pub(super) fn session(row: &AnyRow) -> Result<Session, StoreError> {
    Ok(Session {
        id: text(row, "id")?,
        tenant_id: text(row, "tenant_id")?,
        name: SessionName::parse(&text(row, "name")?).map_err(|_| StoreError::Row("name"))?,
        status: Status::from_stored(&text(row, "status")?).ok_or(StoreError::Row("status"))?,
        account: account(row)?,
        method: maybe(row, "method")?
            .map(|word| Method::parse(&word).ok_or(StoreError::Row("method")))
            .transpose()?,
        announced: number(row, "announced")? != 0,
        proxy: maybe(row, "proxy")?,
        resume_at: maybe_time(row, "resume_at")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

fn account(row: &AnyRow) -> Result<Option<Account>, StoreError> {
    let Some(phone_number) = maybe(row, "phone_number")? else {
        return Ok(None);
    };
    Ok(Some(Account {
        phone_number,
        lid: maybe(row, "lid")?.unwrap_or_default(),
        push_name: maybe(row, "push_name")?,
        business_name: maybe(row, "business_name")?,
        platform: if maybe(row, "platform")?.as_deref() == Some("smba") {
            "smba"
        } else {
            "consumer"
        },
    }))
}

pub(super) fn widget_session(row: &AnyRow) -> Result<WidgetSession, StoreError> {
    Ok(WidgetSession {
        id: text(row, "id")?,
        tenant_id: text(row, "tenant_id")?,
        session_id: text(row, "session_id")?,
        mode: Mode::parse(&text(row, "mode")?).ok_or(StoreError::Row("mode"))?,
        callback_url: maybe(row, "callback_url")?
            .map(|url| CallbackUrl::parse(&url).map_err(|_| StoreError::Row("callback_url")))
            .transpose()?,
        allowed_origins: origins(row, "allowed_origins")?,
        phone_number: maybe(row, "phone_number")?
            .map(|number| PhoneNumber::parse(&number).map_err(|_| StoreError::Row("phone_number")))
            .transpose()?,
        theme: Theme::parse(&text(row, "theme")?).ok_or(StoreError::Row("theme"))?,
        locale: Locale::parse(&text(row, "locale")?).ok_or(StoreError::Row("locale"))?,
        state: maybe(row, "state")?,
        outcome: Outcome::parse(&text(row, "outcome")?).ok_or(StoreError::Row("outcome"))?,
        opened: number(row, "opened")? != 0,
        started: number(row, "started")? != 0,
        created_at: time(row, "created_at")?,
        expires_at: time(row, "expires_at")?,
    })
}
