//! The state on disk: one file for the network itself, and beside it a folder with one for each phone.
//!
//! A file is replaced by renaming, so a process killed at any moment leaves the old or the new phone, never
//! half of one; a change that touches two phones may be kept for one of them, and its caller was not told
//! that it was made. Nothing is synced to the platter: a sandbox must survive `kill -9`, not a power cut.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::{Server, State};
use crate::phone::Phone;

/// The layout of the files; another number is refused rather than misread.
const FORMAT: u32 = 2;
/// With the phones in the same file.
const FORMAT_IN_ONE: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Network {
    format: u32,
    server: Server,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    phones: BTreeMap<String, Arc<Phone>>,
}

/// Where a network is kept.
#[derive(Clone)]
pub(super) struct Files {
    network: PathBuf,
    phones: PathBuf,
}

impl Files {
    pub(super) fn at(network: PathBuf) -> Files {
        Files {
            phones: network.with_extension("phones"),
            network,
        }
    }

    /// Reads the network, or founds one and writes it.
    pub(super) fn open(&self) -> anyhow::Result<State> {
        let Some(text) = read(&self.network)? else {
            let state = State::found();
            self.save_all(&state)?;
            return Ok(state);
        };
        let network = parse(&text).with_context(|| unreadable(&self.network))?;
        let is_in_one = network.format == FORMAT_IN_ONE;
        let mut state = State {
            server: network.server,
            phones: network.phones,
        };
        if is_in_one {
            self.save_all(&state)?;
        } else {
            state.phones = self.read_phones()?;
        }
        Ok(state)
    }

    /// Writes the phones that are not what they were.
    pub(super) fn save_changed(&self, earlier: &State, next: &State) -> anyhow::Result<()> {
        for (number, phone) in &next.phones {
            let known = earlier.phones.get(number);
            if !known.is_some_and(|known| Arc::ptr_eq(known, phone)) {
                save(&self.phones.join(format!("{number}.json")), phone)?;
            }
        }
        Ok(())
    }

    /// The network last: without its file, the phones are not read.
    fn save_all(&self, state: &State) -> anyhow::Result<()> {
        for (number, phone) in &state.phones {
            save(&self.phones.join(format!("{number}.json")), phone)?;
        }
        let network = Network {
            format: FORMAT,
            server: state.server.clone(),
            phones: BTreeMap::new(),
        };
        save(&self.network, &network)
    }

    fn read_phones(&self) -> anyhow::Result<BTreeMap<String, Arc<Phone>>> {
        let folder = std::fs::read_dir(&self.phones).with_context(|| unreadable(&self.phones))?;
        let mut phones = BTreeMap::new();
        for entry in folder {
            let path = entry?.path();
            // What a killed process left of a file it was writing ends otherwise.
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let text = std::fs::read(&path).with_context(|| unreadable(&path))?;
                let phone: Phone =
                    serde_json::from_slice(&text).with_context(|| unreadable(&path))?;
                phones.insert(phone.number.clone(), Arc::new(phone));
            }
        }
        Ok(phones)
    }
}

fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| unreadable(path)),
    }
}

fn parse(text: &[u8]) -> anyhow::Result<Network> {
    let network: Network = serde_json::from_slice(text)?;
    let format = network.format;
    anyhow::ensure!(
        matches!(format, FORMAT | FORMAT_IN_ONE),
        "it has format {format}, this version reads {FORMAT_IN_ONE} and {FORMAT}"
    );
    Ok(network)
}

fn unreadable(path: &Path) -> String {
    format!("the sandbox's state {} cannot be read", path.display())
}

fn save(path: &Path, content: &impl Serialize) -> anyhow::Result<()> {
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
    let fresh = path.with_file_name(name);
    private_file(&fresh)?.write_all(text)?;
    std::fs::rename(&fresh, path)?;
    Ok(())
}

/// The state holds private keys: nobody but the owner may read it.
fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("network.json"));
        (folder, files)
    }

    #[test]
    fn a_network_survives_being_written() {
        let (_folder, files) = scene();
        let state = files.open().unwrap();
        let back = files.open().unwrap();
        assert_eq!(back.server.root.public(), state.server.root.public());
        assert_eq!(
            back.phones.keys().collect::<Vec<_>>(),
            ["5511999990001", "5521988880002"]
        );
    }

    #[test]
    fn a_network_in_one_file_is_taken_apart() {
        let (_folder, files) = scene();
        let state = State::found();
        let in_one = Network {
            format: FORMAT_IN_ONE,
            server: state.server.clone(),
            phones: state.phones.clone(),
        };
        save(&files.network, &in_one).unwrap();
        for _ in 0..2 {
            let back = files.open().unwrap();
            assert_eq!(back.server.root.public(), state.server.root.public());
            assert_eq!(back.phones.len(), 2);
        }
        let text = std::fs::read_to_string(&files.network).unwrap();
        assert!(!text.contains("phones"));
    }

    #[test]
    fn another_format_is_refused() {
        let (_folder, files) = scene();
        let network = Network {
            format: 3,
            server: State::found().server,
            phones: BTreeMap::new(),
        };
        save(&files.network, &network).unwrap();
        let refusal = files.open().err().unwrap();
        assert!(format!("{refusal:#}").contains("format 3"), "{refusal:#}");
    }

    #[test]
    fn half_a_file_is_passed_over() {
        let (_folder, files) = scene();
        files.open().unwrap();
        std::fs::write(files.phones.join("5511999990001.json.new"), b"{").unwrap();
        assert_eq!(files.open().unwrap().phones.len(), 2);
    }
}
