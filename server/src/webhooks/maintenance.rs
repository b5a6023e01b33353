//! Maintains the outbox once a minute: deletes events that were delivered long ago, forgets old messages, reports webhooks that do not
//! acknowledge a connected session's events, and resumes interrupted deletions and replays.

use std::time::Duration;

use super::report;
use crate::domain::time::Timestamp;
use crate::store::StoreError;
use crate::webhooks::Webhooks;

const INTERVAL: Duration = Duration::from_secs(60);

/// How long an event may wait before its webhook is reported as stalled.
const STALLED_AFTER: Duration = Duration::from_secs(15 * 60);

/// How long delivered events of a deleted session are kept, so that its end can be replayed.
const ORPHAN_RETENTION: Duration = Duration::from_secs(24 * 3600);

/// How long the receipts of a message are reported.
const SENT_RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

pub async fn run(webhooks: Webhooks) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = webhooks.tasks.stopping() => return,
        }
        if let Err(error) = run_once(&webhooks).await {
            tracing::error!(%error, "the outbox cannot be maintained; trying again");
        }
    }
}

/// Runs every maintenance step once.
pub async fn run_once(webhooks: &Webhooks) -> Result<(), StoreError> {
    let now = webhooks.now();
    for (tenant_id, webhook_id, session_name) in webhooks
        .store
        .stalled_queues(before(now, STALLED_AFTER))
        .await?
    {
        if let Some(webhook) = webhooks.store.webhook(&tenant_id, webhook_id).await? {
            report::stalled(webhooks, &webhook, &session_name).await?;
        }
    }
    resume(webhooks).await?;
    let (old, orphaned) = (
        before(now, webhooks.retention),
        before(now, ORPHAN_RETENTION),
    );
    while webhooks.store.delete_old_events(old, orphaned).await? > 0 {
        if webhooks.tasks.is_stopping() {
            break;
        }
    }
    let unread = before(now, SENT_RETENTION);
    while !webhooks.tasks.is_stopping()
        && webhooks.store.delete_old_sent_messages(unread).await? > 0
    {}
    Ok(())
}

/// Resumes interrupted deletions and replays, in batches, so that a shutdown never waits long.
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
