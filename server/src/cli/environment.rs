//! What a command finds around it: the environment, the clock, and the app beside the service.

use std::sync::Arc;

use crate::app::App;
use crate::app::command_app;
use crate::runtime::clock::{SharedClock, SystemClock};
use crate::runtime::config::{Config, ConfigError};

/// The environment, with the data folder that a command means where none is set.
pub(super) struct Environment {
    #[cfg(feature = "sandbox")]
    data_dir: Option<&'static str>,
}

impl Environment {
    #[cfg(feature = "sandbox")]
    pub(super) fn read() -> anyhow::Result<Self> {
        let data_dir = match variable(crate::runtime::config::DATA_DIR) {
            Some(_) => None,
            None => Some(super::data_folder::choose()?),
        };
        Ok(Environment { data_dir })
    }

    /// Builds without the sandbox have one folder.
    #[cfg(not(feature = "sandbox"))]
    pub(super) fn read() -> anyhow::Result<Self> {
        Ok(Environment {})
    }

    pub(super) fn lookup(&self, name: &str) -> Option<String> {
        #[cfg(feature = "sandbox")]
        if let (crate::runtime::config::DATA_DIR, Some(chosen)) = (name, self.data_dir) {
            return Some(chosen.to_owned());
        }
        variable(name)
    }

    pub(super) fn config(&self) -> Result<Config, ConfigError> {
        Config::read(|name| self.lookup(name))
    }
}

fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok();
    value.filter(|text| !text.trim().is_empty())
}

/// The clock that the service has in the same environment.
pub(super) fn clock() -> Result<SharedClock, ConfigError> {
    #[cfg(feature = "sandbox")]
    let offset = crate::runtime::config::DevConfig::read(variable)?.clock_offset_seconds;
    #[cfg(not(feature = "sandbox"))]
    let offset = 0;
    Ok(Arc::new(SystemClock::new(offset)))
}

/// The app on the database of the same environment. Prints the secrets where it had to create it.
pub(super) async fn app() -> anyhow::Result<App> {
    let config = Environment::read()?.config()?;
    let service = command_app::open(&config, clock()?).await?;
    if service.secrets.is_new {
        let folder = config.data_dir.display();
        eprintln!("This is a new installation: its secrets were made now.");
        for (name, value) in service.secrets.to_show() {
            eprintln!("{name:<15} {value}");
        }
        eprintln!("These are shown once; they are kept in {folder}.\n");
    }
    Ok(service.app)
}
