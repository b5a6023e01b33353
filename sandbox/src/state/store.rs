//! The state and its file. Readers take a snapshot and never wait; a change is made on a copy, written, and
//! only then seen by anybody, so what the network has said to a client is always on disk already.
//!
//! What a change costs does not grow with the number of phones: it copies and writes those it touches.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::State;
use super::files::Files;

pub(crate) struct Store {
    current: Arc<RwLock<Arc<State>>>,
    /// Held through a change, so that changes are written in the order they are made.
    changing: Arc<Mutex<()>>,
    files: Option<Files>,
}

impl Store {
    /// Reads the files, or founds a network and writes it.
    pub(crate) async fn open(file: Option<PathBuf>) -> anyhow::Result<Store> {
        let files = file.map(Files::at);
        let state = match files.clone() {
            Some(files) => tokio::task::spawn_blocking(move || files.open()).await??,
            None => State::found(),
        };
        Ok(Store {
            current: Arc::new(RwLock::new(Arc::new(state))),
            changing: Arc::default(),
            files,
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
        let (files, current) = (self.files.clone(), self.current.clone());
        let earlier = self.read();
        // One piece of work that nothing can cancel: the next turn begins when this state is in place.
        let writing = tokio::task::spawn_blocking(move || {
            if let Some(files) = files {
                files.save_changed(&earlier, &next)?;
            }
            *current.write().expect("no holder of this lock panics") = next;
            drop(turn);
            Ok(())
        });
        writing.await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename_ana(state: &mut State) -> anyhow::Result<()> {
        state.phone_mut("5511999990001").unwrap().push_name = "Ana".into();
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
        let in_the_way = folder.path().join("state.phones/5511999990001.json.new");
        std::fs::create_dir(in_the_way).unwrap();
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
        let phone = folder.path().join("state.phones/5511999990001.json");
        for file in [file, phone] {
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn a_broken_file_stops_the_start_instead_of_losing_links() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        std::fs::write(&file, b"{}").unwrap();
        let refusal = Store::open(Some(file)).await.err().unwrap();
        assert!(refusal.to_string().contains("state.json"), "{refusal}");

        let file = folder.path().join("other.json");
        Store::open(Some(file.clone())).await.unwrap();
        let phone = folder.path().join("other.phones/5511999990001.json");
        std::fs::write(phone, b"{").unwrap();
        let refusal = Store::open(Some(file)).await.err().unwrap();
        assert!(
            refusal.to_string().contains("5511999990001.json"),
            "{refusal}"
        );
    }

    #[tokio::test]
    async fn a_change_writes_the_phones_it_touches() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let store = Store::open(Some(file)).await.unwrap();
        let phones = folder.path().join("state.phones");
        std::fs::remove_dir_all(&phones).unwrap();
        store.change(rename_ana).await.unwrap();
        let written: Vec<_> = std::fs::read_dir(phones)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(written, ["5511999990001.json"]);
    }
}
