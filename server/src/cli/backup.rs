//! `titan-connect backup`: copies the database and the secrets while the service runs.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use super::environment::Environment;
use super::output::OutputFormat;
use crate::app::data_folder::database_url;
use crate::app::secrets;
use crate::cli::backup_files::back_up;
use crate::runtime::config::DatabaseKind;
use crate::store::Store;

#[derive(Args)]
pub(super) struct Backup {
    /// A folder that is not there yet; it is made for its owner alone.
    folder: PathBuf,
    #[command(flatten)]
    format: OutputFormat,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = Environment::read()?.config()?;
        let nothing = || {
            let folder = config.data_dir.display();
            format!(
                "there is nothing to back up in {folder}; set DATA_DIR to the folder of the service"
            )
        };
        let secrets = secrets::find(&config.data_dir, &config.secrets)?.with_context(nothing)?;
        let store = Store::open_existing(&database_url(&config), secrets.sealer)
            .await?
            .with_context(nothing)?;
        let made = back_up(&store, &config.data_dir, &self.folder).await;
        let kind = store.kind();
        store.close().await;
        self.format.answer(&json!({ "files": made? }), |data| {
            let files = data["files"].as_array().into_iter().flatten();
            let list: String = files
                .map(|file| format!("{}\n", file.as_str().unwrap_or_default()))
                .collect();
            let rest = match kind {
                DatabaseKind::Sqlite => "",
                DatabaseKind::Postgres => "The database is left to pg_dump.\n",
            };
            format!(
                "{list}{rest}Keep it safe: whoever has both files is your customers' WhatsApp \
                 device.\n"
            )
        })
    }
}
