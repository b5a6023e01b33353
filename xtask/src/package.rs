//! `cargo xtask package`: the loader as a package for npm. It is built and packed without Node.js.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use tar::{Builder, Header};

use crate::{loader, workspace};

/// Beside what is built into `dist`.
const FILES: [&str; 3] = ["package.json", "README.md", "LICENSE.md"];

/// The workspace's version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds `loader/dist`, packs it, and prints where the package is.
pub(crate) fn run() -> Result<()> {
    eprintln!("      packed {}", build()?.display());
    Ok(())
}

/// The same without the message.
pub(crate) fn build() -> Result<PathBuf> {
    let folder = workspace::root().join("loader");
    check_version(&fs::read_to_string(folder.join("package.json"))?)?;
    let dist = folder.join("dist");
    fs::create_dir_all(&dist)?;
    loader::Source::read()?.build(&dist)?;
    let file = path();
    fs::create_dir_all(file.parent().context("the package is in a folder")?)?;
    pack(&folder, &file).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// Where the package is.
pub(crate) fn path() -> PathBuf {
    workspace::target_dir().join(format!("npm/titan-connect-{VERSION}.tgz"))
}

fn check_version(manifest: &str) -> Result<()> {
    let manifest: Value = serde_json::from_str(manifest)?;
    let version = &manifest["version"];
    ensure!(
        version == VERSION,
        "loader/package.json has the version {version}, and the workspace has {VERSION}"
    );
    Ok(())
}

fn pack(folder: &Path, file: &Path) -> Result<()> {
    let mut archive = Builder::new(GzEncoder::new(File::create(file)?, Compression::best()));
    let built = loader::FILES.map(|name| format!("dist/{name}"));
    for name in FILES.into_iter().chain(built.iter().map(String::as_str)) {
        let data = fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"))?;
        let mut header = Header::new_gnu();
        header.set_size(data.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("package/{name}"), data.as_slice())?;
    }
    archive.into_inner()?.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_has_the_version_of_the_workspace() {
        let manifest = fs::read_to_string(workspace::root().join("loader/package.json")).unwrap();
        check_version(&manifest).unwrap();
        assert!(check_version(r#"{"version": "0.0.9"}"#).is_err());
    }
}
