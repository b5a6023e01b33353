//! `titan-connect report`: writes what helps to find the cause of a session's failure, and nothing that is private.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use super::environment::{self, Environment};
use super::output::OutputFormat;
use crate::app::data_folder::database_url;
use crate::app::secrets;
use crate::domain::id::TenantId;
use crate::domain::name::SessionName;
use crate::runtime::config::{Config, DatabaseKind};
use crate::sessions::report::{self, Program};
use crate::store::{Migrations, Store};

/// The client that speaks WhatsApp's protocol.
const CLIENT: &str = "whatsapp-rust 0.7.0";

#[derive(Args)]
pub(super) struct Report {
    /// The session's name.
    session: String,
    /// Whose session.
    #[arg(long, default_value = TenantId::DEFAULT)]
    tenant: String,
    /// Writes the report to this file instead.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    format: OutputFormat,
}

impl Report {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = Environment::read()?.config()?;
        let store = open(&config).await?;
        let read = self.read(&store).await;
        store.close().await;
        let report = read?;
        let Some(file) = &self.output else {
            return self.format.answer(&report, text);
        };
        write(file, &text(&report))?;
        let written = serde_json::json!({ "file": file });
        self.format
            .answer(&written, |_| format!("{} is written\n", file.display()))
    }

    async fn read(&self, store: &Store) -> anyhow::Result<report::Report> {
        let name = SessionName::parse(&self.session)?;
        let tenant = TenantId::from(self.tenant.as_str());
        let session = store.session_by_name(&tenant, name.as_str()).await?;
        let session = session.context("there is no session of this name")?;
        let now = environment::clock()?.now();
        Ok(report::read(store, &session, program(store.kind()), now).await?)
    }
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    let nothing = || {
        let folder = config.data_dir.display();
        format!("there is no database in {folder}; set DATA_DIR to the folder of the service")
    };
    let secrets = secrets::find(&config.data_dir, &config.secrets)?.with_context(nothing)?;
    let store = Store::open_existing(&database_url(config), secrets.sealer)
        .await?
        .with_context(nothing)?;
    if store.migrations().await? != Migrations::Current {
        bail!("the tables are those of another version; use the program that the service runs");
    }
    Ok(store)
}

fn program(database: DatabaseKind) -> Program {
    Program {
        version: env!("CARGO_PKG_VERSION"),
        client: CLIENT,
        is_sandbox: cfg!(feature = "sandbox"),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        database: match database {
            DatabaseKind::Sqlite => "sqlite",
            DatabaseKind::Postgres => "postgres",
        },
    }
}

fn text(report: &report::Report) -> String {
    let text = serde_json::to_string_pretty(report).expect("words and times are JSON");
    format!("{text}\n")
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_client_is_the_one_that_is_built_in() {
        let lock = include_str!("../../../Cargo.lock");
        let (name, version) = CLIENT.split_once(' ').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&entry), "{CLIENT}");
    }
}
