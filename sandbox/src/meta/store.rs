//! The state and its file. A change is made on a copy, written, and only then visible. The file is small and is not
//! synced, so writing it does not delay the other tasks of the process.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::state::State;
use crate::disk;

/// The layout of the file. Any other number is rejected.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Content<S> {
    format: u32,
    state: S,
}

pub(crate) struct Store {
    current: Mutex<Arc<State>>,
    file: Option<PathBuf>,
}

impl Store {
    /// Reads the file, or creates it with the first businesses.
    pub(crate) fn open(file: Option<PathBuf>) -> anyhow::Result<Store> {
        let read = file.as_deref().map(disk::read).transpose()?.flatten();
        let state = match (&file, read) {
            (Some(file), Some(text)) => parse(&text).with_context(|| disk::unreadable(file))?,
            _ => State::create(),
        };
        let store = Store {
            current: Mutex::new(Arc::new(state)),
            file,
        };
        store.save(&store.read())?;
        Ok(store)
    }

    /// The state as of now.
    pub(crate) fn read(&self) -> Arc<State> {
        self.current().clone()
    }

    /// Applies a change and returns when it is on disk. A change that fails has no effect.
    pub(crate) fn change<T, E: From<anyhow::Error>>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut current = self.current();
        let mut next = State::clone(&current);
        let result = change(&mut next)?;
        self.save(&next)?;
        *current = Arc::new(next);
        Ok(result)
    }

    fn save(&self, state: &State) -> anyhow::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let format = FORMAT;
        disk::save(file, &Content { format, state })
    }

    fn current(&self) -> MutexGuard<'_, Arc<State>> {
        self.current.lock().expect("no holder of this lock panics")
    }
}

fn parse(text: &[u8]) -> anyhow::Result<State> {
    let content: Content<State> = serde_json::from_slice(text)?;
    let format = content.format;
    anyhow::ensure!(
        format == FORMAT,
        "it has format {format}, this version reads {FORMAT}"
    );
    Ok(content.state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_on_disk_when_it_returns() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("network.meta.json");
        let store = Store::open(Some(file.clone())).unwrap();
        let added = store.change(|state| anyhow::Ok(state.add_business("Loja Sul")));
        let again = Store::open(Some(file.clone())).unwrap();
        assert!(again.read().businesses.contains_key(&added.unwrap()));
        std::fs::write(&file, br#"{"format":2,"state":{}}"#).unwrap();
        assert!(Store::open(Some(file)).is_err());
    }

    #[test]
    fn a_failed_change_has_no_effect() {
        let store = Store::open(None).unwrap();
        let result: anyhow::Result<()> = store.change(|state| {
            state.add_business("Loja Sul");
            anyhow::bail!("no")
        });
        assert!(result.is_err());
        assert_eq!(store.read().businesses.len(), 2);
    }
}
