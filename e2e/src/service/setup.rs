//! The configuration of a service, where it differs from the defaults.

use std::time::Duration;

use anyhow::Result;
use tempfile::TempDir;

use super::Service;

#[derive(Clone, Default)]
pub struct Setup {
    pub(super) variables: Vec<(String, String)>,
}

impl Setup {
    /// QR codes expire this many times faster.
    pub fn speed(self, factor: u32) -> Self {
        self.variable("SANDBOX_SPEED", &factor.to_string())
    }

    /// The service's clock is ahead by this much.
    pub fn clock_ahead(self, by: Duration) -> Self {
        self.variable("TITAN_CLOCK_OFFSET_SECONDS", &by.as_secs().to_string())
    }

    /// On the network of another process instead of its own.
    pub async fn on_network_of(self, network: &Service) -> Result<Self> {
        Ok(self.variable("SANDBOX_NETWORK", &network.network_url().await?))
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn start(self) -> Result<Service> {
        self.start_in(tempfile::tempdir()?).await
    }

    /// On existing data.
    pub async fn start_in(self, data: TempDir) -> Result<Service> {
        Service::start_with(self, data).await
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let mut variables = self.variables.iter();
        let found = variables.find(|(known, _)| known == name)?;
        Some(&found.1)
    }
}
