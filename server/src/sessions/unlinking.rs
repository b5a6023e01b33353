//! Tries again to remove links at WhatsApp whose sessions were logged out or deleted while WhatsApp was away.

use std::time::Duration;

use engine::{Event, LogOut};

use super::proxy;
use crate::domain::unlinking::Unlinking;
use crate::sessions::Sessions;
use crate::store::StoreError;

const EVERY: Duration = Duration::from_secs(30);

pub async fn run(sessions: Sessions) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = sessions.tasks.stopping() => return,
        }
        if let Err(error) = retry_due(&sessions).await {
            tracing::error!(%error, "links that wait to be removed cannot be looked after; trying again");
        }
    }
}

/// One round: an attempt for each that is due.
pub async fn retry_due(sessions: &Sessions) -> Result<(), StoreError> {
    loop {
        let due = sessions.store.due_unlinkings(sessions.now()).await?;
        if due.is_empty() {
            return Ok(());
        }
        for unlinking in due {
            if sessions.tasks.is_stopping() {
                return Ok(());
            }
            retry(sessions, unlinking).await?;
        }
    }
}

async fn retry(sessions: &Sessions, unlinking: Unlinking) -> Result<(), StoreError> {
    let id = unlinking.id.clone();
    if unlink(sessions, &unlinking).await {
        tracing::info!(id, "unlinked at WhatsApp, later than it was asked for");
        return sessions.store.end_unlinking(&id).await;
    }
    if unlinking.is_given_up(sessions.now()) {
        tracing::warn!(
            id,
            attempts = unlinking.attempts,
            "WhatsApp was not reached for a day; the phone shows the device until it is removed there"
        );
        return sessions.store.end_unlinking(&id).await;
    }
    sessions
        .store
        .postpone_unlinking(&unlinking.later(sessions.now()))
        .await
}

/// Whether WhatsApp has no such link any more.
async fn unlink(sessions: &Sessions, unlinking: &Unlinking) -> bool {
    let proxy = match proxy::of(unlinking.proxy.as_ref()) {
        Ok(proxy) => proxy,
        Err(error) => {
            tracing::warn!(id = unlinking.id, %error, "a number cannot be unlinked through its proxy");
            return false;
        }
    };
    let (line, mut events) = sessions.engine.open(&unlinking.id, proxy);
    if line.log_out().await != LogOut::NotReached {
        return true;
    }
    // Or WhatsApp says at the login that there is none.
    while let Some(event) = events.recv().await {
        if matches!(event, Event::LoggedOut { .. }) {
            return true;
        }
    }
    false
}
