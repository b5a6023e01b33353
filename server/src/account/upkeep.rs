//! Keeps this node's memory of keys and the database together: which are refused, and when each was used.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::account::Accounts;
use crate::store::StoreError;

/// Well under the five seconds within which a key switched off elsewhere must be refused here.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Uses are noted every so many looks: a minute is fine enough for "last used".
const NOTE_EVERY: u32 = 30;

/// Reads the list once, then goes on by itself until the service stops.
pub async fn start(accounts: &Accounts) -> Result<(), StoreError> {
    look(accounts).await?;
    accounts.tasks.spawn(run(accounts.clone()));
    Ok(())
}

async fn run(accounts: Accounts) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks = 0;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = accounts.tasks.stopping() => break,
        }
        told(look(&accounts).await);
        looks += 1;
        if looks % NOTE_EVERY == 0 {
            told(note(&accounts).await);
        }
    }
    told(note(&accounts).await);
}

async fn look(accounts: &Accounts) -> Result<(), StoreError> {
    let told = accounts.key_desk.told();
    let refused = accounts.store.refused_api_keys(accounts.now()).await?;
    accounts.key_desk.replace_refused(refused, told);
    Ok(())
}

async fn note(accounts: &Accounts) -> Result<(), StoreError> {
    let used = accounts.key_desk.take_used();
    accounts.store.note_key_use(&used, accounts.now()).await
}

fn told(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(%error, "the record of API keys cannot be read or written; trying again");
    }
}
