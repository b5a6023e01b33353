//! Deletes what is left of links some time after they ended: most links are opened once or never, and nobody deletes them.
//!
//! The links go first, then the sessions that existed only for them, then what belongs to neither any more. A session
//! that was started in the meantime stays; its task finds its row, or none, as after any other deletion.

use std::time::Duration;

use crate::domain::id::SessionId;
use crate::runtime::metrics::{PurgedKind, PurgedRows};
use crate::sessions::Sessions;
use crate::store::StoreError;

const INTERVAL: Duration = Duration::from_secs(60);

pub async fn run(sessions: Sessions) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = sessions.tasks.stopping() => return,
        }
        if let Err(error) = run_once(&sessions).await {
            tracing::error!(%error, "old links cannot be deleted; trying again");
        }
    }
}

/// One round.
pub async fn run_once(sessions: &Sessions) -> Result<PurgedRows, StoreError> {
    let mut purged = PurgedRows::default();
    let done = purge(sessions, &mut purged).await;
    // Also after an error: these rows are gone.
    sessions.metrics.purges.record(purged);
    if purged != PurgedRows::default() {
        tracing::info!(
            links = purged.links,
            sessions = purged.sessions,
            funnel = purged.funnel,
            queues = purged.queues,
            code_limits = purged.code_limits,
            "deleted what is left of old links"
        );
    }
    done.map(|()| purged)
}

async fn purge(sessions: &Sessions, purged: &mut PurgedRows) -> Result<(), StoreError> {
    for kind in PurgedKind::ALL {
        // Between two batches, others write.
        while !sessions.tasks.is_stopping() {
            let rows = delete_batch(sessions, kind).await?;
            if rows == 0 {
                break;
            }
            purged.add(kind, rows);
        }
    }
    Ok(())
}

async fn delete_batch(sessions: &Sessions, kind: PurgedKind) -> Result<u64, StoreError> {
    let (store, now) = (&sessions.store, sessions.now());
    let expired_before = now.minus(sessions.link_retention);
    match kind {
        PurgedKind::Link => store.purge_links(expired_before).await,
        PurgedKind::Session => {
            let deleted = store.purge_link_sessions(expired_before).await?;
            deleted.iter().for_each(|id| forget(sessions, id));
            Ok(u64::try_from(deleted.len()).unwrap_or(u64::MAX))
        }
        PurgedKind::Funnel => store.sum_up_funnel(expired_before).await,
        PurgedKind::Queue => store.purge_queues(now).await,
        PurgedKind::CodeLimit => store.purge_code_limits(now).await,
    }
}

/// A page that is still open learns that the session is gone.
fn forget(sessions: &Sessions, session_id: &SessionId) {
    sessions.hub.touch(session_id);
    sessions.hub.release(session_id);
}
