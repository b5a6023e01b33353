//! What Meta's webhooks report: messages, what became of sent ones, and changes of accounts. Meta sends a webhook again
//! until it is answered, so each report creates its event once.

use serde_json::{Value, json};

use super::end_access;
use super::signup;
use crate::domain::id::MetaAppKey;
use crate::domain::session::Session;
use crate::meta::webhook::{AccountEvent, AccountUpdate, Change, IncomingMessage, MessageStatus};
use crate::sessions::Sessions;
use crate::store::{EventRow, StoreError};

/// Stores everything that a webhook of this app reports. What is about numbers that are not connected here is left out.
pub async fn store(
    sessions: &Sessions,
    app: &MetaAppKey,
    changes: Vec<Change>,
) -> Result<(), StoreError> {
    for change in changes {
        match change {
            Change::Message(message) => store_message(sessions, app, &message).await?,
            Change::Status(status) => store_status(sessions, app, &status).await?,
            Change::Account(update) => update_account(sessions, app, &update).await?,
        }
    }
    Ok(())
}

async fn store_message(
    sessions: &Sessions,
    app: &MetaAppKey,
    message: &IncomingMessage,
) -> Result<(), StoreError> {
    let Some(session) = session_of(sessions, app, &message.phone_number_id).await? else {
        return Ok(());
    };
    let source = format!("meta message {}", message.id);
    record(
        sessions,
        &session,
        "message.received",
        &received(message),
        source,
    )
    .await
}

/// The same shape as for a linked device.
fn received(message: &IncomingMessage) -> Value {
    let person = json!({
        "phoneNumber": format!("+{}", message.from.trim_start_matches('+')),
        "lid": null,
        "mode": "pn",
    });
    json!({
        "id": message.id,
        "from": person,
        "sender": person,
        "type": message.kind,
        "body": message.text,
        "text": message.text,
        "timestamp": message.at_seconds,
        "fromMe": false,
        "pushName": message.name,
        "isGroup": false,
    })
}

async fn store_status(
    sessions: &Sessions,
    app: &MetaAppKey,
    status: &MessageStatus,
) -> Result<(), StoreError> {
    let Some(session) = session_of(sessions, app, &status.phone_number_id).await? else {
        return Ok(());
    };
    let source = format!("meta status {} {}", status.status, status.id);
    let (event, payload) = match &status.error {
        Some(error) => (
            "message.failed",
            json!({"id": status.id, "code": error.code.to_string(), "reason": error.reason}),
        ),
        None => (
            "message.status",
            json!({"id": status.id, "status": status.status}),
        ),
    };
    record(sessions, &session, event, &payload, source).await
}

async fn record(
    sessions: &Sessions,
    session: &Session,
    event: &'static str,
    payload: &Value,
    source: String,
) -> Result<(), StoreError> {
    let _lock = sessions.ids.lock_session(&session.id).await;
    let at = sessions.now();
    let event = EventRow {
        id: sessions.ids.next(at),
        event,
        payload: payload.to_string(),
        source: Some(source),
        at,
    };
    sessions.store.record_event(session, &event).await.map(drop)
}

async fn session_of(
    sessions: &Sessions,
    app: &MetaAppKey,
    phone_number_id: &str,
) -> Result<Option<Session>, StoreError> {
    let store = &sessions.store;
    match store.session_of_number(app, phone_number_id).await? {
        Some(id) => store.session(&id).await,
        None => Ok(None),
    }
}

async fn update_account(
    sessions: &Sessions,
    app: &MetaAppKey,
    update: &AccountUpdate,
) -> Result<(), StoreError> {
    let reason = match update.event {
        AccountEvent::Shared => return signup::look_again(sessions, app).await,
        AccountEvent::Removed => "access_removed",
        AccountEvent::Disabled => "account_disabled",
        AccountEvent::Other => return Ok(()),
    };
    for id in sessions
        .store
        .sessions_of_waba(app, &update.waba_id)
        .await?
    {
        if let Some(session) = sessions.store.session(&id).await? {
            end_access::end_access(sessions, &session, reason).await;
        }
    }
    Ok(())
}
