//! The state on disk: one file for the network itself, and next to it a folder with one file for each phone.
//!
//! A file is replaced by renaming, so a process that is killed leaves the old or the new phone, never a part of
//! one. A change to two phones may then be saved for one of them only, but it was not reported as done. Nothing is
//! synced: a sandbox must survive `kill -9`, not a power failure.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::{Server, State};
use crate::disk::{read, save, unreadable};
use crate::phone::{Addresses, Phone};

/// The layout of the files. Any other number is rejected.
const FORMAT: u32 = 2;
/// The earlier layout, with the phones in the same file.
const FORMAT_ONE_FILE: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Network {
    format: u32,
    server: Server,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    phones: BTreeMap<String, Arc<Phone>>,
}

/// The paths of a network's files.
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

    /// Reads the network, or creates one whose phones have these addresses and writes it.
    pub(super) fn open(&self, addresses: Addresses) -> anyhow::Result<State> {
        let Some(text) = read(&self.network)? else {
            let state = State::create(addresses);
            self.save_all(&state)?;
            return Ok(state);
        };
        let network = parse(&text).with_context(|| unreadable(&self.network))?;
        let is_one_file = network.format == FORMAT_ONE_FILE;
        let mut state = State {
            server: network.server,
            phones: network.phones,
        };
        if is_one_file {
            self.save_all(&state)?;
        } else {
            state.phones = self.read_phones()?;
        }
        Ok(state)
    }

    /// Writes the phones that have changed.
    pub(super) fn save_changed(&self, earlier: &State, next: &State) -> anyhow::Result<()> {
        for (number, phone) in &next.phones {
            let saved = earlier.phones.get(number);
            if !saved.is_some_and(|saved| Arc::ptr_eq(saved, phone)) {
                save(&self.phones.join(format!("{number}.json")), phone)?;
            }
        }
        Ok(())
    }

    /// Writes the network last, since the phones are read only if its file exists.
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
            // A file that a killed process was writing has another extension.
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

fn parse(text: &[u8]) -> anyhow::Result<Network> {
    let network: Network = serde_json::from_slice(text)?;
    let format = network.format;
    anyhow::ensure!(
        matches!(format, FORMAT | FORMAT_ONE_FILE),
        "it has format {format}, this version reads {FORMAT_ONE_FILE} and {FORMAT}"
    );
    Ok(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_files() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("network.json"));
        (folder, files)
    }

    #[test]
    fn a_network_is_read_as_it_was_written() {
        let (_folder, files) = new_files();
        let state = files.open(Addresses::default()).unwrap();
        let back = files.open(Addresses::default()).unwrap();
        assert_eq!(back.server.root.public(), state.server.root.public());
        assert_eq!(
            back.phones.keys().collect::<Vec<_>>(),
            ["5511999990001", "5521988880002"]
        );
    }

    #[test]
    fn a_network_in_one_file_is_split() {
        let (_folder, files) = new_files();
        let state = State::create(Addresses::default());
        let one_file = Network {
            format: FORMAT_ONE_FILE,
            server: state.server.clone(),
            phones: state.phones.clone(),
        };
        save(&files.network, &one_file).unwrap();
        for _ in 0..2 {
            let back = files.open(Addresses::default()).unwrap();
            assert_eq!(back.server.root.public(), state.server.root.public());
            assert_eq!(back.phones.len(), 2);
        }
        let text = std::fs::read_to_string(&files.network).unwrap();
        assert!(!text.contains("phones"));
    }

    #[test]
    fn another_format_is_rejected() {
        let (_folder, files) = new_files();
        let network = Network {
            format: 3,
            server: State::create(Addresses::default()).server,
            phones: BTreeMap::new(),
        };
        save(&files.network, &network).unwrap();
        let error = files.open(Addresses::default()).err().unwrap();
        assert!(format!("{error:#}").contains("format 3"), "{error:#}");
    }

    #[test]
    fn a_partly_written_file_is_ignored() {
        let (_folder, files) = new_files();
        files.open(Addresses::default()).unwrap();
        std::fs::write(files.phones.join("5511999990001.json.new"), b"{").unwrap();
        assert_eq!(files.open(Addresses::default()).unwrap().phones.len(), 2);
    }
}
