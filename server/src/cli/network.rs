//! `titan-connect network`: shows the network on which the sessions of a database are linked, and repairs a database
//! that an earlier version used on two networks.

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::environment::{self, Environment};
use super::output::OutputFormat;
use crate::app::data_folder::database_url;
use crate::app::exclusive::ExclusiveLock;
use crate::app::links::{self, Link};
use crate::app::secrets;
use crate::runtime::config::{Config, DATA_DIR};
use crate::store::Store;

#[derive(Args)]
pub(super) struct Network {
    #[command(subcommand)]
    operation: Operation,
    #[command(flatten)]
    format: OutputFormat,
}

#[derive(Subcommand)]
enum Operation {
    /// Shows which network the database belongs to, and which sessions are linked.
    Show,
    /// Forgets the links with the other network, in a database that belongs to none yet. Make a backup first.
    Keep {
        /// The links that stay.
        network: Side,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Side {
    Whatsapp,
    Sandbox,
}

#[derive(Serialize)]
struct Shown {
    /// `null` until a start has recorded it.
    network: Option<String>,
    whatsapp: Vec<String>,
    sandbox: Vec<String>,
}

#[derive(Serialize)]
struct Kept {
    kept: Vec<String>,
    forgotten: Vec<String>,
}

impl Network {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = Environment::read()?.config()?;
        match self.operation {
            Operation::Show => show(&config, &self.format).await,
            Operation::Keep { network } => keep(&config, network, &self.format).await,
        }
    }
}

async fn show(config: &Config, format: &OutputFormat) -> anyhow::Result<()> {
    let store = open(config).await?;
    let recorded = store.recorded_network().await?;
    let links = links::read(&store).await?;
    store.close().await;
    let shown = Shown {
        network: recorded.map(|network| network.to_string()),
        whatsapp: names(&links.of_whatsapp),
        sandbox: names(&links.of_sandboxes),
    };
    format.answer(&shown, |shown| {
        format!(
            "network         {}\nwith WhatsApp   {}\nwith a sandbox  {}\n",
            shown
                .network
                .as_deref()
                .unwrap_or("not recorded yet; the next start of the service does"),
            listed(&shown.whatsapp),
            listed(&shown.sandbox)
        )
    })
}

async fn keep(config: &Config, side: Side, format: &OutputFormat) -> anyhow::Result<()> {
    // A running service would continue to use the deleted links.
    let exclusive = ExclusiveLock::acquire(config).await?;
    let store = open(config).await?;
    if let Some(network) = store.recorded_network().await? {
        bail!(
            "this database belongs to {network}, so all its links are of one network; nothing was \
             changed"
        );
    }
    let links = links::read(&store).await?;
    let (kept, forgotten) = match side {
        Side::Whatsapp => (links.of_whatsapp, links.of_sandboxes),
        Side::Sandbox => (links.of_sandboxes, links.of_whatsapp),
    };
    let now = environment::clock()?.now();
    for link in &forgotten {
        store.delete_link(&link.session_id, now).await?;
    }
    store.close().await;
    exclusive.release().await;
    let done = Kept {
        kept: names(&kept),
        forgotten: names(&forgotten),
    };
    format.answer(&done, |done| {
        let on_phones = match side {
            Side::Sandbox if !done.forgotten.is_empty() => {
                "The phones still list the forgotten ones under Linked devices; remove them \
                 there.\n"
            }
            Side::Sandbox | Side::Whatsapp => "",
        };
        format!(
            "kept            {}\nforgotten       {}\n{on_phones}",
            listed(&done.kept),
            listed(&done.forgotten)
        )
    })
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    let nothing = || {
        format!(
            "there is no database in {}; set {DATA_DIR} to the folder of the service",
            config.data_dir.display()
        )
    };
    let secrets = secrets::find(&config.data_dir, &config.secrets)?.with_context(nothing)?;
    Store::open_existing(&database_url(config), secrets.sealer)
        .await?
        .with_context(nothing)
}

fn names(links: &[Link]) -> Vec<String> {
    links.iter().map(|link| link.session.clone()).collect()
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        _ => names.join(", "),
    }
}
