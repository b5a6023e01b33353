//! The state and its file. Readers take a snapshot and never wait; a change is made on a copy, written, and
//! only then seen by anybody, so what the network has said to a client is always on disk already.
//!
//! A file is replaced by renaming, so a process killed at any moment leaves the old or the new state, never
//! half of one. It is not synced to the platter: a sandbox must survive `kill -9`, not a power cut.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use anyhow::Context as _;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::State;

pub(crate) struct Store {
    current: Arc<RwLock<Arc<State>>>,
    /// Held through a change, so that changes are written in the order they are made.
    changing: Arc<Mutex<()>>,
    file: Option<PathBuf>,
}

impl Store {
    /// Reads the file, or founds a network and writes it.
    pub(crate) async fn open(file: Option<PathBuf>) -> anyhow::Result<Store> {
        let loaded = match &file {
            Some(path) => load(path).await?,
            None => None,
        };
        let is_new = loaded.is_none();
        let state = Arc::new(loaded.unwrap_or_else(State::found));
        if is_new && let Some(path) = &file {
            save(path, &state)?;
        }
        Ok(Store {
            current: Arc::new(RwLock::new(state)),
            changing: Arc::default(),
            file,
        })
    }

    /// The state as of now.
    pub(crate) fn read(&self) -> Arc<State> {
        self.current
            .read()
            .expect("no holder of this lock panics")
            .clone()
    }

    /// Applies a change and returns when it is durable; a refused or unwritten change leaves nothing behind.
    /// A caller that stops waiting does not undo a change that is being written.
    pub(crate) async fn change<T, E>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<anyhow::Error>,
    {
        let turn = self.changing.clone().lock_owned().await;
        let mut next = State::clone(&self.read());
        let outcome = change(&mut next)?;
        self.keep(Arc::new(next), turn).await?;
        Ok(outcome)
    }

    async fn keep(&self, next: Arc<State>, turn: OwnedMutexGuard<()>) -> anyhow::Result<()> {
        let (file, current) = (self.file.clone(), self.current.clone());
        // One piece of work that nothing can cancel: the next turn begins when this state is in place.
        let writing = tokio::task::spawn_blocking(move || {
            if let Some(path) = file {
                save(&path, &next)?;
            }
            *current.write().expect("no holder of this lock panics") = next;
            drop(turn);
            Ok(())
        });
        writing.await?
    }
}

async fn load(path: &Path) -> anyhow::Result<Option<State>> {
    match tokio::fs::read(path).await {
        Ok(text) => State::from_json(&text)
            .map(Some)
            .with_context(|| format!("the sandbox's state file {} cannot be read", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(error).with_context(|| format!("the sandbox's state file {}", path.display()))
        }
    }
}

fn save(path: &Path, state: &State) -> anyhow::Result<()> {
    serde_json::to_vec(state)
        .map_err(anyhow::Error::from)
        .and_then(|text| replace(path, &text))
        .with_context(|| {
            format!(
                "the sandbox's state cannot be written to {}",
                path.display()
            )
        })
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

    fn rename_ana(state: &mut State) -> anyhow::Result<()> {
        state.phones.get_mut("5511999990001").unwrap().push_name = "Ana".into();
        Ok(())
    }

    fn name_of_ana(store: &Store) -> String {
        store.read().phones["5511999990001"].push_name.clone()
    }

    #[tokio::test]
    async fn a_change_is_on_disk_when_it_returns() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("below/state.json");
        let store = Store::open(Some(file.clone())).await.unwrap();
        store.change(rename_ana).await.unwrap();
        let again = Store::open(Some(file)).await.unwrap();
        assert_eq!(name_of_ana(&again), "Ana");
    }

    #[tokio::test]
    async fn a_refused_change_leaves_nothing() {
        let store = Store::open(None).await.unwrap();
        let refused: anyhow::Result<()> = store
            .change(|state| {
                rename_ana(state)?;
                anyhow::bail!("no")
            })
            .await;
        assert!(refused.is_err());
        assert_eq!(name_of_ana(&store), "Ana Souza");
    }

    #[tokio::test]
    async fn an_unwritable_change_is_not_seen() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let store = Store::open(Some(file.clone())).await.unwrap();
        std::fs::create_dir(folder.path().join("state.json.new")).unwrap();
        assert!(store.change(rename_ana).await.is_err());
        assert_eq!(name_of_ana(&store), "Ana Souza");
    }

    #[tokio::test]
    async fn a_change_nobody_waits_for_is_made_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let store = Store::open(Some(file.clone())).await.unwrap();
        let mut abandoned = Box::pin(store.change(rename_ana));
        // Begun; on a fast disk it may even be done.
        let _ = futures_util::poll!(&mut abandoned);
        drop(abandoned);
        // The next change waits for its turn, and builds on what the abandoned one made.
        store.change(|_| anyhow::Ok(())).await.unwrap();
        assert_eq!(name_of_ana(&store), "Ana");
        let again = Store::open(Some(file)).await.unwrap();
        assert_eq!(name_of_ana(&again), "Ana");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_file_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        Store::open(Some(file.clone())).await.unwrap();
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[tokio::test]
    async fn a_broken_file_stops_the_start_instead_of_losing_links() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        std::fs::write(&file, b"{}").unwrap();
        let refusal = Store::open(Some(file)).await.err().unwrap();
        assert!(refusal.to_string().contains("state.json"), "{refusal}");
    }
}
