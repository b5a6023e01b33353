//! Programs of Node.js. `cargo xtask test` installs the packages that package-lock.json names, and packs the loader.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::service::workspace;

/// A command of an installed package, in a folder.
pub fn installed(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(workspace().join("node_modules/.bin").join(name));
    command.current_dir(folder);
    command
}

/// `node` or `npm`, in a folder.
pub fn program(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder);
    command
}

/// Runs a command to its end, and returns what it printed. A failure is an error with all of it.
pub async fn run(command: &mut Command) -> Result<String> {
    command.kill_on_drop(true);
    let ended = command.output().await;
    let ended = ended.with_context(|| format!("{command:?} (`cargo xtask test` installs it)"))?;
    let printed = String::from_utf8_lossy(&ended.stdout).into_owned();
    let errors = String::from_utf8_lossy(&ended.stderr);
    ensure!(ended.status.success(), "{command:?}\n{printed}{errors}");
    Ok(printed)
}

/// The loader, packed for npm: `TITAN_PACKAGE`, or where `cargo xtask package` puts it.
pub fn package() -> PathBuf {
    let packed = concat!(
        "target/npm/titan-connect-",
        env!("CARGO_PKG_VERSION"),
        ".tgz"
    );
    std::env::var_os("TITAN_PACKAGE").map_or_else(|| workspace().join(packed), PathBuf::from)
}
