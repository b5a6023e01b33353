//! Looks after the outbox once a minute: forgets what has been told for long, raises the alarm where a connected
//! session's events are not acknowledged, and takes up deletions and replays that were interrupted.

use std::time::Duration;

use super::report;
use crate::domain::time::Timestamp;
use crate::store::StoreError;
use crate::webhooks::Webhooks;

const EVERY: Duration = Duration::from_secs(60);

/// How long an event may wait before somebody is told.
const STALLED: Duration = Duration::from_secs(15 * 60);

/// How long the told events of a deleted session stay, so that its end can be replayed.
const ORPHANED: Duration = Duration::from_secs(24 * 3600);

pub async fn run(webhooks: Webhooks) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = webhooks.tasks.stopping() => return,
        }
        if let Err(error) = look(&webhooks).await {
            tracing::error!(%error, "the outbox cannot be looked after; trying again");
        }
    }
}

/// One round.
pub async fn look(webhooks: &Webhooks) -> Result<(), StoreError> {
    let now = webhooks.now();
    for (tenant_id, webhook_id, session_name) in
        webhooks.store.stalled_lanes(before(now, STALLED)).await?
    {
        if let Some(webhook) = webhooks.store.webhook(&tenant_id, webhook_id).await? {
            report::stalled(webhooks, &webhook, &session_name).await?;
        }
    }
    resume(webhooks).await?;
    let (old, orphaned) = (before(now, webhooks.retention), before(now, ORPHANED));
    while webhooks.store.forget_events(old, orphaned).await? > 0 {
        if webhooks.tasks.is_stopping() {
            break;
        }
    }
    Ok(())
}

/// Goes on with what was begun, batch by batch, so that a stop never waits long.
async fn resume(webhooks: &Webhooks) -> Result<(), StoreError> {
    webhooks
        .store
        .purge_sessions(&|| !webhooks.tasks.is_stopping())
        .await?;
    while !webhooks.tasks.is_stopping() && webhooks.store.purge_webhooks().await? > 0 {}
    for mut replay in webhooks.store.replays().await? {
        while !webhooks.tasks.is_stopping()
            && webhooks.store.continue_replay(&mut replay).await? > 0
        {}
    }
    Ok(())
}

fn before(now: Timestamp, by: Duration) -> Timestamp {
    let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(now.as_millis().saturating_sub(by))
}
