//! The network in one process, the service in another, and phones that send messages.

use anyhow::Result;
use titan_e2e::{Phone, Service};

/// Phones without linked devices, which send messages to the linked ones.
const CONTACTS: usize = 10;

pub(crate) struct Environment {
    pub(crate) network: Service,
    pub(crate) service: Service,
}

impl Environment {
    pub(crate) async fn start() -> Result<Self> {
        let network = Service::start().await?;
        let service = Service::on_network_of(&network).await?;
        Ok(Self { network, service })
    }

    pub(crate) async fn contacts(&self) -> Result<Vec<Phone>> {
        let mut contacts = Vec::with_capacity(CONTACTS);
        for index in 0..CONTACTS {
            let number = format!("+55219{:08}", 80_000_000 + index);
            contacts.push(
                Phone::create(&self.network.startup().service_url, &number, "Contact").await?,
            );
        }
        Ok(contacts)
    }

    /// Every session that is not CONNECTED, with its status.
    pub(crate) async fn not_connected(&self) -> Result<Vec<String>> {
        let sessions = self.service.tenant().sessions().await?;
        let not_connected = sessions.iter().filter(|one| one["status"] != "CONNECTED");
        Ok(not_connected
            .map(|one| format!("{} {} {}", one["name"], one["status"], one["statusReason"]))
            .collect())
    }
}
