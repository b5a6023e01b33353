//! Keeps this node's memory of keys and the database together: which are refused, and when each was used.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::store::StoreError;

/// Well under the five seconds within which a key switched off elsewhere must be refused here.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Uses are noted every so many looks: a minute is fine enough for "last used".
const NOTE_EVERY: u32 = 30;

/// Reads the list once, then goes on by itself until the service stops.
pub async fn start(app: &App) -> Result<(), StoreError> {
    look(app).await?;
    app.tasks.spawn(run(app.clone()));
    Ok(())
}

async fn run(app: App) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks = 0;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = app.tasks.stopping() => break,
        }
        told(look(&app).await);
        looks += 1;
        if looks % NOTE_EVERY == 0 {
            told(note(&app).await);
        }
    }
    told(note(&app).await);
}

async fn look(app: &App) -> Result<(), StoreError> {
    let told = app.key_desk.told();
    let refused = app.store.refused_api_keys(app.now()).await?;
    app.key_desk.replace_refused(refused, told);
    Ok(())
}

async fn note(app: &App) -> Result<(), StoreError> {
    let used = app.key_desk.take_used();
    app.store.note_key_use(&used, app.now()).await
}

fn told(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(%error, "the record of API keys cannot be read or written; trying again");
    }
}
