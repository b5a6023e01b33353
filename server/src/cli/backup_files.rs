//! A copy of everything that must not be lost, taken while the service runs: the SQLite database and the secrets.
//! Put back in the place of the data folder, every linked number connects again without a scan.

use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::app::data_folder::DATABASE_FILE;
use crate::app::secrets;
use crate::runtime::config::DatabaseKind;
use crate::store::Store;

/// Writes into `folder`, which must not exist yet: a backup never overwrites another. Returns the files made.
/// A Postgres database is left to `pg_dump`; its secrets are copied all the same.
pub async fn back_up(
    store: &Store,
    data_dir: &Path,
    folder: &Path,
) -> anyhow::Result<Vec<PathBuf>> {
    if folder.exists() {
        bail!("{} is there already; name a new folder", folder.display());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot create {}", folder.display()))?;
    let mut made = Vec::new();
    if store.kind() == DatabaseKind::Sqlite {
        let copy = folder.join(DATABASE_FILE);
        store
            .copy_to(&copy.display().to_string())
            .await
            .context("the database cannot be copied")?;
        made.push(copy);
    }
    let (kept, copy) = (data_dir.join(secrets::FILE), folder.join(secrets::FILE));
    // An operator who brings every secret may have none of ours.
    if kept.exists() {
        fs::copy(&kept, &copy).with_context(|| format!("cannot copy {}", kept.display()))?;
        made.push(copy);
    }
    for file in &made {
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
        fs::File::open(file)?.sync_all()?;
    }
    Ok(made)
}
