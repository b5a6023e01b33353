//! How a service is to differ from its defaults.

use std::time::Duration;

use anyhow::Result;
use tempfile::TempDir;

use super::Service;

/// What differs from the defaults, before the start.
#[derive(Clone, Default)]
pub struct Setup {
    pub(super) variables: Vec<(String, String)>,
}

impl Setup {
    /// The QR codes' life runs this many times faster.
    pub fn speed(self, factor: u32) -> Self {
        self.variable("SANDBOX_SPEED", &factor.to_string())
    }

    /// The service believes that it is this much later.
    pub fn clock_ahead(self, by: Duration) -> Self {
        self.variable("TITAN_CLOCK_OFFSET_SECONDS", &by.as_secs().to_string())
    }

    /// On the network of another process in place of its own.
    pub async fn against(self, network: &Service) -> Result<Self> {
        Ok(self.variable("SANDBOX_NETWORK", &network.socket().await?))
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn start(self) -> Result<Service> {
        self.start_in(tempfile::tempdir()?).await
    }

    /// On data that is there already.
    pub async fn start_in(self, data: TempDir) -> Result<Service> {
        Service::start_with(self, data).await
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let mut variables = self.variables.iter();
        let found = variables.find(|(known, _)| known == name)?;
        Some(&found.1)
    }
}
