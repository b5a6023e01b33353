//! Where the data folder and the database are.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::Context as _;

use crate::runtime::config::Config;

/// The SQLite file in the data folder.
pub const DATABASE_FILE: &str = "titan.db";

/// The configured database, or a SQLite file in the data folder.
pub fn database_url(config: &Config) -> String {
    config.database_url.clone().unwrap_or_else(|| {
        format!(
            "sqlite://{}?mode=rwc",
            config.data_dir.join(DATABASE_FILE).display()
        )
    })
}

/// Creates the data folder and the database file, readable only by their owner because they contain keys.
pub fn create(path: &Path) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("cannot create the data folder {}", path.display()))?;
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path.join(DATABASE_FILE))
        .with_context(|| format!("cannot write into the data folder {}", path.display()))?;
    Ok(())
}
