//! Warns of phones that are offline. WhatsApp unlinks all devices of a phone that was not used for fourteen days.
//!
//! The sign of a phone is whatever it sends to its linked devices: what its owner writes and reads, and its receipts
//! for what a linked device has sent (docs/decisions/0041-warnings.md). A session that is not connected hears nothing,
//! so silence counts only while it is connected, and only after it had time to receive what had waited.

use std::time::Duration;

use serde_json::json;

use crate::domain::time::Timestamp;
use crate::sessions::Sessions;
use crate::store::{EventRow, SilentPhone, StoreError};

const INTERVAL: Duration = Duration::from_hours(1);

/// The silence after which the tenant is warned.
const WARN_AFTER: Duration = Duration::from_hours(10 * 24);

/// The silence after which WhatsApp unlinks the device.
const UNLINKED_AFTER: Duration = Duration::from_hours(14 * 24);

/// How long a session has to be connected before its silence counts.
const SETTLED_AFTER: Duration = Duration::from_hours(1);

/// How long a first message is remembered.
const FIRST_MESSAGES_KEPT: Duration = Duration::from_hours(180 * 24);

pub async fn run(sessions: Sessions) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = sessions.tasks.stopping() => return,
        }
        if let Err(error) = check(&sessions).await {
            tracing::error!(%error, "the phones of sessions cannot be checked; trying again");
        }
    }
}

/// One round.
pub async fn check(sessions: &Sessions) -> Result<(), StoreError> {
    let (store, now) = (&sessions.store, sessions.now());
    store.watch_linked_sessions(now).await?;
    let silent_since = now.minus(WARN_AFTER);
    let settled_since = now.minus(SETTLED_AFTER);
    for phone in store.silent_phones(silent_since, settled_since).await? {
        warn(sessions, &phone).await?;
    }
    let kept_since = now.minus(FIRST_MESSAGES_KEPT);
    while !sessions.tasks.is_stopping() && store.delete_old_first_messages(kept_since).await? > 0 {}
    Ok(())
}

async fn warn(sessions: &Sessions, phone: &SilentPhone) -> Result<(), StoreError> {
    let Some(session) = sessions.store.session(&phone.session_id).await? else {
        return Ok(());
    };
    let _lock = sessions.ids.lock_session(&session.id).await;
    let at = sessions.now();
    let payload = json!({
        "lastSeenAt": phone.seen_at.to_string(),
        "unlinksAt": unlinks_at(phone.seen_at).to_string(),
    });
    let event = EventRow {
        id: sessions.ids.next(at),
        event: "session.phone_offline",
        payload: payload.to_string(),
        source: None,
        at,
    };
    if sessions
        .store
        .warn_of_phone(&session, phone, &event)
        .await?
    {
        sessions.metrics.sessions.phone_offline();
        tracing::warn!(
            session = session.id.as_str(),
            "the phone was not online for ten days; WhatsApp unlinks it after fourteen"
        );
    }
    Ok(())
}

fn unlinks_at(seen_at: Timestamp) -> Timestamp {
    seen_at.plus(UNLINKED_AFTER)
}
