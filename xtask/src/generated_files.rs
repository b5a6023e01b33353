//! Keeps cargo from compiling `waproto` and all that depends on it a second time.
//!
//! Its build script writes a file and tells cargo to watch it. The file is newer than the start of the script, so the next
//! build runs the script again, although nothing has changed: minutes after each first build.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::workspace;

const PACKAGE: &str = "waproto-";
const FILE: &str = "out/whatsapp.local.desc";

/// Dates the file back, because cargo compares nothing but times.
pub(crate) fn keep_fresh() -> Result<()> {
    for path in files()? {
        File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::UNIX_EPOCH))
            .with_context(|| format!("cannot change the time of {}", path.display()))?;
    }
    Ok(())
}

fn files() -> Result<Vec<PathBuf>> {
    let folder = workspace::target_dir().join("debug/build");
    let packages = fs::read_dir(&folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .flatten()
        .filter(|package| package.file_name().to_string_lossy().starts_with(PACKAGE));
    let files = packages.map(|package| package.path().join(FILE));
    Ok(files.filter(|file| file.is_file()).collect())
}
