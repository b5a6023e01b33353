//! Copies the SQLite database and the secrets while the service runs. After restoring them, linked numbers connect
//! again without a scan.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::app::data_folder::DATABASE_FILE;
use crate::app::secrets;
use crate::runtime::config::DatabaseKind;
use crate::store::Store;

/// Writes into `folder`, which must not exist, so that no backup is overwritten. Returns the created files. For a
/// Postgres database only the secrets are copied; use `pg_dump` for the rest.
pub async fn back_up(
    store: &Store,
    data_dir: &Path,
    folder: &Path,
) -> anyhow::Result<Vec<PathBuf>> {
    if folder.exists() {
        bail!("{} is there already; name a new folder", folder.display());
    }
    // Not recursively: a wrong path would otherwise become folders that nobody looks into.
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(
            "cannot create {}: the folder it would be in does not exist. Create that one first, or name another.",
            folder.display()
        ),
        created => created.with_context(|| format!("cannot create {}", folder.display()))?,
    }
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
    // The file may be absent if the operator configured every secret.
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
