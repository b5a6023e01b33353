//! Removes links at WhatsApp whose sessions were logged out or deleted while WhatsApp was not reached.

use std::time::Duration;

use super::cloud;
use super::connection::LogOut;
use crate::domain::unlinking::Unlinking;
use crate::sessions::Sessions;
use crate::store::StoreError;

const INTERVAL: Duration = Duration::from_secs(30);

pub async fn run(sessions: Sessions) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = sessions.tasks.stopping() => return,
        }
        if let Err(error) = retry_due(&sessions).await {
            tracing::error!(%error, "links cannot be removed at WhatsApp; trying again");
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
        tracing::info!(
            id = id.as_str(),
            "unlinked at WhatsApp, later than requested"
        );
        return sessions.store.end_unlinking(&id).await;
    }
    if unlinking.is_given_up(sessions.now()) {
        tracing::warn!(
            id = id.as_str(),
            attempts = unlinking.attempts,
            "WhatsApp was not reached for a day; the phone shows the device until it is removed \
             there"
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
    if let Some(account) = &unlinking.cloud {
        return match sessions.meta.find(&sessions.store, &account.app).await {
            Ok(Some(app)) => cloud::undo(sessions, &app, account).await != LogOut::NotReached,
            Ok(None) => true,
            Err(_) => false,
        };
    }
    let Unlinking {
        tenant_id,
        id,
        proxy,
        ..
    } = unlinking;
    let opened = sessions.connections.open(tenant_id, id, proxy.as_ref());
    match opened {
        Ok((connection, events)) => connection.unlink(events).await != LogOut::NotReached,
        Err(error) => {
            tracing::warn!(
                id = unlinking.id.as_str(), %error,
                "a number cannot be unlinked through its proxy"
            );
            false
        }
    }
}
