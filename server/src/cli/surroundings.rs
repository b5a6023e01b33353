//! What a command finds around it: the environment, the clock, and the app beside the service.

use std::sync::Arc;

use crate::app::App;
use crate::clock::{SharedClock, SystemClock};
use crate::config::{Config, Faults};
use crate::serve::beside;

/// A variable of the environment.
pub(super) fn lookup(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The clock that the service has in the same environment.
pub(super) fn clock() -> Result<SharedClock, Faults> {
    #[cfg(feature = "sandbox")]
    let offset = crate::config::Rehearsal::read(lookup)?.clock_offset_seconds;
    #[cfg(not(feature = "sandbox"))]
    let offset = 0;
    Ok(Arc::new(SystemClock::new(offset)))
}

/// The app on the database of the same environment. Says so where it had to found it.
pub(super) async fn app() -> anyhow::Result<App> {
    let config = Config::read(lookup)?;
    let service = beside::open(&config, clock()?).await?;
    if service.secrets.made_now {
        let folder = config.data_dir.display();
        eprintln!("This is a new installation: its secrets were made now.");
        for (name, value) in service.secrets.to_show() {
            eprintln!("{name:<15} {value}");
        }
        eprintln!("These are shown once; they are kept in {folder}.\n");
    }
    Ok(service.app)
}
