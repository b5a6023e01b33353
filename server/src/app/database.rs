//! Checks a database before a start changes anything in it.

use anyhow::bail;

use super::data_folder::database_url;
use super::network::{self, NetworkIdentity};
use crate::app::secrets;
use crate::runtime::config::Config;
use crate::store::{Migrations, Sealer, Store};

/// Like [`check`], before the secrets are loaded. Without secrets there is no database yet.
pub async fn check_before_secrets(
    config: &Config,
    identity: &NetworkIdentity,
) -> anyhow::Result<()> {
    match secrets::find(&config.data_dir, &config.secrets)? {
        Some(secrets) => check(config, &secrets.sealer, identity).await,
        None => Ok(()),
    }
}

/// Rejects tables of a newer version, values sealed with a key that is missing, and a database of another network.
pub(super) async fn check(
    config: &Config,
    sealer: &Sealer,
    identity: &NetworkIdentity,
) -> anyhow::Result<()> {
    let Some(store) = Store::open_existing(&database_url(config), sealer.clone()).await? else {
        return Ok(());
    };
    let checked = check_open(&store, config, identity).await;
    store.close().await;
    checked
}

async fn check_open(
    store: &Store,
    config: &Config,
    identity: &NetworkIdentity,
) -> anyhow::Result<()> {
    match store.migrations().await? {
        Migrations::None => return Ok(()),
        Migrations::Behind | Migrations::Current => {}
        Migrations::Ahead => bail!(
            "the tables of the database are newer than this program, {}, and it does not know \
             them. Nothing was changed. Start the newer version again, or restore the backup that \
             was made before the upgrade.",
            concat!("titan-connect ", env!("CARGO_PKG_VERSION"))
        ),
        Migrations::Broken => bail!(
            "an upgrade of the database's tables was interrupted. Nothing was changed now. Restore \
             the backup that was made before the upgrade."
        ),
    }
    store.check_seal_keys().await?;
    network::check(store, config, identity).await
}
