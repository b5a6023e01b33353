//! Builds the app for commands that use the data folder and the database while the service may be running.
//!
//! It opens no port and no connection to WhatsApp. It does not migrate, does not seal values again and does not
//! rename the default tenant. In a new data folder it creates what `serve` would create.

use anyhow::{Context as _, bail};
use engine::Network;

use super::build::{ExternalServices, Service, assemble};
use super::data_folder::{self, database_url};
use super::first_tenant;
use super::network::NetworkIdentity;
use crate::app::secrets;
use crate::domain::id::TenantId;
use crate::runtime::clock::SharedClock;
use crate::runtime::config::{Config, SEAL_KEYS};
use crate::store::{Migrations, SealStatus, Sealer, Store};

pub async fn open(config: &Config, clock: SharedClock) -> anyhow::Result<Service> {
    data_folder::create(&config.data_dir)?;
    let now = clock.now();
    let secrets = secrets::load(&config.data_dir, &config.secrets, now)?;
    let url = database_url(config);
    let store = open_unmigrated(&url, &secrets.sealer)
        .await
        .context("cannot open the database; `titan-connect doctor` says more")?
        .with_quotas(config.quotas);
    match store.check_seal_keys().await? {
        SealStatus::None => drop(store.reseal(now).await?),
        SealStatus::Current => {}
        // The running service could not open values that are sealed with a key it does not have.
        SealStatus::Older => bail!(
            "the first of {SEAL_KEYS} is not the key that the database is sealed with; restart the \
             service with it, then try again"
        ),
    }
    if store.tenant(&TenantId::default_tenant()).await?.is_none() {
        first_tenant::create(&store, config, &secrets, now).await?;
    }
    let app = assemble(
        config,
        clock,
        ExternalServices::new(Network::WhatsApp, NetworkIdentity::whatsapp()),
        config.listen,
        store,
        &secrets,
    )
    .await?;
    Ok(Service { app, secrets })
}

/// Opens the database without running migrations; only the service runs them, at its start, after a backup.
async fn open_unmigrated(url: &str, sealer: &Sealer) -> anyhow::Result<Store> {
    if let Some(found) = Store::open_existing(url, sealer.clone()).await? {
        let tables = found.migrations().await?;
        found.close().await;
        if tables == Migrations::Behind {
            bail!(
                "its tables are older than this program; start the service of this version first"
            );
        }
    }
    Ok(Store::open(url, sealer.clone()).await?)
}
