//! Synchronises the key cache of this process with the database: reads the disabled keys, writes when keys were last
//! used.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::account::Accounts;
use crate::store::StoreError;

/// A key that was disabled elsewhere must be rejected here within five seconds.
const READ_EVERY: Duration = Duration::from_secs(2);

/// Uses are written once in this many reads, which is once a minute.
const WRITE_EVERY: u32 = 30;

/// Reads the list now, then repeatedly until the service stops.
pub async fn start(accounts: &Accounts) -> Result<(), StoreError> {
    read_disabled(accounts).await?;
    accounts.tasks.spawn(run(accounts.clone()));
    Ok(())
}

async fn run(accounts: Accounts) {
    let mut ticks = interval(READ_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut reads = 0;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = accounts.tasks.stopping() => break,
        }
        log_error(read_disabled(&accounts).await);
        reads += 1;
        if reads % WRITE_EVERY == 0 {
            log_error(write_uses(&accounts).await);
        }
    }
    log_error(write_uses(&accounts).await);
}

async fn read_disabled(accounts: &Accounts) -> Result<(), StoreError> {
    let revision = accounts.key_cache.revision();
    let disabled = accounts.store.disabled_api_keys(accounts.now()).await?;
    accounts.key_cache.replace_disabled(disabled, revision);
    Ok(())
}

async fn write_uses(accounts: &Accounts) -> Result<(), StoreError> {
    let used = accounts.key_cache.take_used();
    accounts.store.record_key_use(&used, accounts.now()).await
}

fn log_error(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(%error, "the record of API keys cannot be read or written; trying again");
    }
}
