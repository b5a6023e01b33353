//! The state and its files. Readers take a snapshot and never wait. A change is made on a copy, written, and only
//! then visible, so what the network has confirmed to a client is always on disk.
//!
//! The cost of a change does not grow with the number of phones: it copies and writes only those that it touches.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::State;
use super::files::Files;
use crate::phone::Addresses;

pub(crate) struct Store {
    current: Arc<RwLock<Arc<State>>>,
    /// Held during a change, so that changes are written in the order in which they are made.
    changing: Arc<Mutex<()>>,
    files: Option<Files>,
}

impl Store {
    /// Reads the files, or creates a network whose phones have these addresses and writes it.
    pub(crate) async fn open(file: Option<PathBuf>, addresses: Addresses) -> anyhow::Result<Store> {
        let files = file.map(Files::at);
        let state = match files.clone() {
            Some(files) => tokio::task::spawn_blocking(move || files.open(addresses)).await??,
            None => State::create(addresses),
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

    /// Applies a change and returns when it is on disk. A change that fails or cannot be written has no effect.
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
        let result = change(&mut next)?;
        self.save(Arc::new(next), turn).await?;
        Ok(result)
    }

    async fn save(&self, next: Arc<State>, turn: OwnedMutexGuard<()>) -> anyhow::Result<()> {
        let (files, current) = (self.files.clone(), self.current.clone());
        let earlier = self.read();
        // One task that cannot be cancelled: the next change starts only when this state is in place.
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
        let store = Store::open(Some(file.clone()), Addresses::default())
            .await
            .unwrap();
        store.change(rename_ana).await.unwrap();
        let again = Store::open(Some(file), Addresses::default()).await.unwrap();
        assert_eq!(name_of_ana(&again), "Ana");
    }

    #[tokio::test]
    async fn a_failed_change_has_no_effect() {
        let store = Store::open(None, Addresses::default()).await.unwrap();
        let result: anyhow::Result<()> = store
            .change(|state| {
                rename_ana(state)?;
                anyhow::bail!("no")
            })
            .await;
        assert!(result.is_err());
        assert_eq!(name_of_ana(&store), "Ana Souza");
    }

    #[tokio::test]
    async fn a_change_that_cannot_be_written_is_not_visible() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let store = Store::open(Some(file.clone()), Addresses::default())
            .await
            .unwrap();
        let in_the_way = folder.path().join("state.phones/5511999990001.json.new");
        std::fs::create_dir(in_the_way).unwrap();
        assert!(store.change(rename_ana).await.is_err());
        assert_eq!(name_of_ana(&store), "Ana Souza");
    }

    #[tokio::test]
    async fn a_change_is_completed_when_its_caller_stops_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let store = Store::open(Some(file.clone()), Addresses::default())
            .await
            .unwrap();
        let mut abandoned = Box::pin(store.change(rename_ana));
        // The change has started now; on a fast disk it may be complete.
        let _ = futures_util::poll!(&mut abandoned);
        drop(abandoned);
        // The next change waits for its turn, and starts from the result of the abandoned one.
        store.change(|_| anyhow::Ok(())).await.unwrap();
        assert_eq!(name_of_ana(&store), "Ana");
        let again = Store::open(Some(file), Addresses::default()).await.unwrap();
        assert_eq!(name_of_ana(&again), "Ana");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_can_read_the_files() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        Store::open(Some(file.clone()), Addresses::default())
            .await
            .unwrap();
        let phone = folder.path().join("state.phones/5511999990001.json");
        for file in [file, phone] {
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn a_damaged_file_prevents_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        std::fs::write(&file, b"{}").unwrap();
        let error = Store::open(Some(file), Addresses::default())
            .await
            .err()
            .unwrap();
        assert!(error.to_string().contains("state.json"), "{error}");

        let file = folder.path().join("other.json");
        Store::open(Some(file.clone()), Addresses::default())
            .await
            .unwrap();
        let phone = folder.path().join("other.phones/5511999990001.json");
        std::fs::write(phone, b"{").unwrap();
        let error = Store::open(Some(file), Addresses::default())
            .await
            .err()
            .unwrap();
        assert!(error.to_string().contains("5511999990001.json"), "{error}");
    }

    #[tokio::test]
    async fn a_change_writes_only_the_phones_it_touches() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let store = Store::open(Some(file), Addresses::default()).await.unwrap();
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
