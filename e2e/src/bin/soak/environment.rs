//! A network in one process, the service in another, and people with phones.

use anyhow::Result;
use titan_e2e::{Phone, Service, Setup};

/// Phones without linked devices, which write to those that have one.
const CONTACTS: usize = 10;

pub(crate) struct World {
    pub(crate) network: Service,
    pub(crate) service: Service,
}

impl World {
    pub(crate) async fn start() -> Result<Self> {
        let network = Service::start().await?;
        let service = Setup::default().against(&network).await?.start().await?;
        Ok(Self { network, service })
    }

    pub(crate) async fn contacts(&self) -> Result<Vec<Phone>> {
        let mut contacts = Vec::with_capacity(CONTACTS);
        for index in 0..CONTACTS {
            let number = format!("+55219{:08}", 80_000_000 + index);
            contacts
                .push(Phone::create(&self.network.announced().service, &number, "Contact").await?);
        }
        Ok(contacts)
    }

    /// Everything that is not CONNECTED, with what it is instead.
    pub(crate) async fn astray(&self) -> Result<Vec<String>> {
        let sessions = self.service.tenant().sessions().await?;
        let astray = sessions.iter().filter(|one| one["status"] != "CONNECTED");
        Ok(astray
            .map(|one| format!("{} {} {}", one["name"], one["status"], one["statusReason"]))
            .collect())
    }
}
