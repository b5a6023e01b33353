//! One database belongs to one network. Another network rejects its linked devices, and a rejected device loses its
//! keys. The first start records the network; a start with another network fails before it changes anything.

use anyhow::bail;

use super::data_folder::DATABASE_FILE;
use super::links::{self, Link, Links};
use crate::domain::network::NetworkId;
use crate::runtime::config::{Config, DATA_DIR, DATABASE_URL};
use crate::store::Store;

/// The network that this process uses.
#[derive(Debug, Clone)]
pub struct NetworkIdentity {
    pub id: NetworkId,
    /// The identity keys of the network's accounts, if known. A sandbox knows those of its phones.
    pub accounts: Vec<[u8; 32]>,
}

impl NetworkIdentity {
    pub fn whatsapp() -> Self {
        NetworkIdentity {
            id: NetworkId::WhatsApp,
            accounts: Vec::new(),
        }
    }

    /// A sandbox that will be created. No database belongs to it yet.
    #[cfg(feature = "sandbox")]
    pub fn new_sandbox() -> Self {
        NetworkIdentity {
            id: NetworkId::Sandbox([0; 32]),
            accounts: Vec::new(),
        }
    }

    fn has_account(&self, link: &Link) -> bool {
        let key = link.device.account_key;
        key.is_some_and(|key| self.accounts.contains(&key))
    }
}

/// Fails for a database of another network. Changes nothing.
pub(super) async fn check(
    store: &Store,
    config: &Config,
    identity: &NetworkIdentity,
) -> anyhow::Result<()> {
    match store.recorded_network().await? {
        Some(network) if network == identity.id => Ok(()),
        Some(network) => bail!(refusal(config, network, identity.id)),
        None => check_links(&links::read(store).await?, config, identity),
    }
}

/// Checks a database without a recorded network by its linked devices.
fn check_links(links: &Links, config: &Config, identity: &NetworkIdentity) -> anyhow::Result<()> {
    let here = place(config);
    match identity.id {
        _ if links.of_sandboxes.is_empty() && links.of_whatsapp.is_empty() => Ok(()),
        _ if !links.of_sandboxes.is_empty() && !links.of_whatsapp.is_empty() => {
            bail!(mixed(&here, links))
        }
        NetworkId::WhatsApp if links.of_sandboxes.is_empty() => Ok(()),
        NetworkId::WhatsApp => bail!(
            "the sessions in {here} ({}) are linked with the sandbox of `titan-connect dev`, and \
             WhatsApp does not know them. {}",
            names(&links.of_sandboxes),
            use_dev(config)
        ),
        NetworkId::Sandbox(_) if !links.of_whatsapp.is_empty() => bail!(
            "the sessions in {here} ({}) are linked with WhatsApp, and a sandbox would refuse \
             them. {}",
            names(&links.of_whatsapp),
            use_serve()
        ),
        NetworkId::Sandbox(_)
            if links
                .of_sandboxes
                .iter()
                .all(|link| identity.has_account(link)) =>
        {
            Ok(())
        }
        NetworkId::Sandbox(_) => bail!(
            "the sessions in {here} ({}) are linked with another sandbox than the one of this \
             start. {}",
            names(&links.of_sandboxes),
            use_its_sandbox(config)
        ),
    }
}

fn refusal(config: &Config, recorded: NetworkId, starting: NetworkId) -> String {
    let here = place(config);
    match (recorded, starting) {
        (NetworkId::WhatsApp, _) => format!(
            "{here} belongs to WhatsApp: its sessions are linked with real phones, and a sandbox \
             would refuse them. {}",
            use_serve()
        ),
        (NetworkId::Sandbox(_), NetworkId::WhatsApp) => format!(
            "{here} belongs to {recorded}: `titan-connect dev` linked its sessions, and WhatsApp \
             does not know them. {}",
            use_dev(config)
        ),
        (NetworkId::Sandbox(_), NetworkId::Sandbox(_)) => format!(
            "{here} belongs to {recorded}, which is not the sandbox of this start. {}",
            use_its_sandbox(config)
        ),
    }
}

fn use_serve() -> String {
    format!(
        "Nothing was changed. To go on with these sessions, run `titan-connect serve`. For the \
         sandbox, leave {DATA_DIR} and {DATABASE_URL} unset (`titan-connect dev` then has a folder \
         of its own), or set them to a new folder and another database."
    )
}

fn use_dev(config: &Config) -> String {
    let database = match config.database_url {
        Some(_) => format!(" and the same {DATABASE_URL}"),
        None => String::new(),
    };
    format!(
        "Nothing was changed. To go on with these sessions, run `titan-connect dev` with \
         {DATA_DIR}={}{database}. For WhatsApp, set {} and run `titan-connect serve` again.",
        config.data_dir.display(),
        match config.database_url {
            Some(_) => format!("{DATA_DIR} to a new folder and {DATABASE_URL} to another database"),
            None => format!("{DATA_DIR} to a new folder, such as {DATA_DIR}=data-whatsapp,"),
        }
    )
}

/// Builds without the sandbox do not have this variable.
const OR_SANDBOX_NETWORK: &str = if cfg!(feature = "sandbox") {
    " (or set SANDBOX_NETWORK as it was)"
} else {
    ""
};

fn use_its_sandbox(config: &Config) -> String {
    format!(
        "Nothing was changed. To go on with these sessions, put the file sandbox.json and the \
         folder sandbox.phones that belong to them back into {}{OR_SANDBOX_NETWORK}. To start \
         afresh, set {DATA_DIR} to a new folder{}.",
        config.data_dir.display(),
        match config.database_url {
            Some(_) => format!(" and {DATABASE_URL} to another database"),
            None => String::new(),
        }
    )
}

fn mixed(here: &str, links: &Links) -> String {
    format!(
        "{here} holds sessions of two networks: {} are linked with a sandbox, {} with WhatsApp. \
         Nothing was changed. Make a backup (`titan-connect backup FOLDER`), then choose: \
         `titan-connect network keep whatsapp` forgets the links with the sandbox, `titan-connect \
         network keep sandbox` those with WhatsApp.",
        names(&links.of_sandboxes),
        names(&links.of_whatsapp)
    )
}

/// A few session names, by which an operator recognises a database.
fn names(links: &[Link]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = links
        .iter()
        .map(|link| link.session.as_str())
        .take(SHOWN)
        .collect();
    match links.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Describes the database. Never shows its address, which may contain a password.
fn place(config: &Config) -> String {
    match &config.database_url {
        Some(_) => format!("the database that {DATABASE_URL} names"),
        None => format!(
            "the database {}",
            config.data_dir.join(DATABASE_FILE).display()
        ),
    }
}
