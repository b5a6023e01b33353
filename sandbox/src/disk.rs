//! Reading and replacing the sandbox's files.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

/// The content of a file, if there is one.
pub(crate) fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| unreadable(path)),
    }
}

/// The context of an error.
pub(crate) fn unreadable(path: &Path) -> String {
    format!("the sandbox's state {} cannot be read", path.display())
}

/// Writes a file as JSON, complete or not at all.
pub(crate) fn save(path: &Path, content: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_vec(content)
        .map_err(anyhow::Error::from)
        .and_then(|text| replace(path, &text))
        .with_context(|| format!("the sandbox's state {} cannot be written", path.display()))
}

fn replace(path: &Path, text: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().context("it names no file")?.to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    private_file(&new)?.write_all(text)?;
    std::fs::rename(&new, path)?;
    Ok(())
}

/// The state contains private keys, so only its owner may read it.
fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
