//! Warns of many first messages to people who never wrote, and refuses further ones if the tenant wants that. By
//! default nothing is refused.

use std::time::Duration;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::domain::chat::ChatId;
use crate::domain::first_messages::{FirstMessage, WINDOW};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::sessions::Sessions;
use crate::store::{EventRow, NewFirstMessage, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum FirstMessageError {
    /// The tenant limits first messages, and there were too many; the next one is possible after this time.
    #[error("too many first messages to people who never wrote")]
    Limit(Duration),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Counts a message to somebody who never wrote, before it is sent. Groups do not count.
pub async fn admit(
    sessions: &Sessions,
    session: &Session,
    chat: &ChatId,
) -> Result<(), FirstMessageError> {
    let Some(address) = person(chat) else {
        return Ok(());
    };
    let store = &sessions.store;
    let tenant = store.tenant(&session.tenant_id).await?;
    let is_limited = tenant.is_some_and(|tenant| tenant.limits_first_messages);
    let _lock = sessions.ids.lock_session(&session.id).await;
    let at = sessions.now();
    let new = NewFirstMessage {
        session,
        recipient: &hash(sessions, session, &address),
        is_limited,
        at,
    };
    let warning = |count| warning(sessions, count, is_limited, at);
    match store.count_first_message(&new, warning).await? {
        FirstMessage::Known | FirstMessage::Counted(_) => Ok(()),
        FirstMessage::Refused { until } => Err(FirstMessageError::Limit(until.remaining(at))),
    }
}

/// The hash of an address, a number in E.164 or a LID, for the session's own number.
fn hash(sessions: &Sessions, session: &Session, address: &str) -> String {
    let own = session.account().map(|account| &account.phone_number);
    let own = own.map_or("", |number| number.as_str());
    let id = session.id.as_str();
    let keyed = sessions
        .phone_numbers
        .sign(format!("first message {id} {own} {address}").as_bytes());
    hex::encode(Sha256::digest(keyed))
}

/// The address of the person in a chat; `None` for a group.
fn person(chat: &ChatId) -> Option<String> {
    let lid = || {
        chat.as_str()
            .ends_with("@lid")
            .then(|| chat.as_str().to_owned())
    };
    chat.number().or_else(lid)
}

fn warning(sessions: &Sessions, count: u32, is_limited: bool, at: Timestamp) -> EventRow {
    sessions.metrics.sessions.risk();
    let payload = json!({
        "reason": "first_messages",
        "count": count,
        "windowSeconds": WINDOW.as_secs(),
        "limited": is_limited,
    });
    EventRow {
        id: sessions.ids.next(at),
        event: "session.risk",
        payload: payload.to_string(),
        source: None,
        at,
    }
}
