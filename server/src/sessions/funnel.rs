//! The statistics of a tenant's links: adds up the groups that the store has counted.

mod sum;

use std::time::Duration;

use protocol::stats::WidgetStats;

use crate::domain::day::Day;
use crate::domain::funnel::RETENTION_DAYS;
use crate::sessions::Sessions;
use crate::store::{Filter, StoreError};

const INTERVAL: Duration = Duration::from_hours(1);

/// How far the links of the filter came.
pub async fn stats(sessions: &Sessions, filter: &Filter) -> Result<WidgetStats, StoreError> {
    let now = sessions.now();
    let cells = sessions.store.funnel(filter, now).await?;
    let times = sessions.store.funnel_times(filter, now).await?;
    Ok(sum::stats(filter, &cells, &times))
}

/// Deletes the figures of days that are long past.
pub async fn run(sessions: Sessions) {
    loop {
        if let Err(error) = delete_old(&sessions).await {
            tracing::error!(%error, "old statistics cannot be deleted; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = sessions.tasks.stopping() => return,
        }
    }
}

/// One round.
pub async fn delete_old(sessions: &Sessions) -> Result<(), StoreError> {
    let first_kept = Day::of(sessions.now()).minus(RETENTION_DAYS);
    while !sessions.tasks.is_stopping() && sessions.store.delete_old_funnel(first_kept).await? > 0 {
    }
    Ok(())
}
