//! The environment of a command: variables, clock and app.

use std::sync::Arc;

use crate::app::App;
use crate::app::command_app;
use crate::runtime::clock::{SharedClock, SystemClock};
use crate::runtime::config::{Config, ConfigError};

/// The environment variables, with a chosen data folder if none is set.
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

/// The same clock as the service in this environment.
pub(super) fn clock() -> Result<SharedClock, ConfigError> {
    #[cfg(feature = "sandbox")]
    let offset = crate::runtime::config::DevConfig::read(variable)?.clock_offset_seconds;
    #[cfg(not(feature = "sandbox"))]
    let offset = 0;
    Ok(Arc::new(SystemClock::new(offset)))
}

/// The app on the database of this environment. Prints the secrets if it had to create them.
pub(super) async fn app() -> anyhow::Result<App> {
    let config = Environment::read()?.config()?;
    let service = command_app::open(&config, clock()?).await?;
    if service.secrets.is_new {
        let folder = config.data_dir.display();
        eprintln!("This is a new installation: its secrets were made now.");
        for (name, value) in service.secrets.to_show() {
            eprintln!("{name:<23} {value}");
        }
        eprintln!("These are shown once; they are kept in {folder}.\n");
    }
    Ok(service.app)
}
