//! A file that one process locks while it runs. The operating system releases the lock when the process ends, also
//! after a crash.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use super::Unavailable;

/// `is_held` takes a shared lock for a moment, so `acquire` tries more than once.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// Why a lock could not be acquired.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it; its name, if known.
    #[error("another process holds the lock")]
    Held(Option<String>),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The file is locked until this is dropped.
#[derive(Debug)]
pub struct LockFile {
    _file: File,
}

impl LockFile {
    /// Creates the file if necessary, locks it and writes this process's id into it.
    pub async fn acquire(path: &Path) -> Result<Self, LockError> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        for _ in 1..ATTEMPTS {
            match file.try_lock() {
                Ok(()) => return Self::mark(file),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        match file.try_lock() {
            Ok(()) => Self::mark(file),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(holder(&mut file))),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Whether a process holds the lock now.
    pub fn is_held(path: &Path) -> io::Result<bool> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn mark(mut file: File) -> Result<Self, LockError> {
        file.set_len(0)?;
        write!(file, "process {}", std::process::id())?;
        Ok(LockFile { _file: file })
    }
}

/// The name that the lock's holder wrote into the file.
fn holder(file: &mut File) -> Option<String> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_acquire_fails_and_names_the_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        assert!(!LockFile::is_held(&path).unwrap());
        let first = LockFile::acquire(&path).await.unwrap();
        assert!(LockFile::is_held(&path).unwrap());
        let error = LockFile::acquire(&path).await.unwrap_err();
        let LockError::Held(Some(holder)) = error else {
            panic!("{error}")
        };
        assert_eq!(holder, format!("process {}", std::process::id()));
        drop(first);
        assert!(!LockFile::is_held(&path).unwrap());
        LockFile::acquire(&path).await.unwrap();
    }

    #[tokio::test]
    async fn one_of_many_concurrent_attempts_gets_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        for _ in 0..20 {
            let tries = (0..8).map(|_| LockFile::acquire(&path));
            let got = futures_util::future::join_all(tries).await;
            assert_eq!(got.iter().filter(|lock| lock.is_ok()).count(), 1);
        }
    }

    #[tokio::test]
    async fn a_check_does_not_prevent_acquiring_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        drop(LockFile::acquire(&path).await.unwrap());
        let checking = File::open(&path).unwrap();
        checking.lock_shared().unwrap();
        let (got, ()) = tokio::join!(LockFile::acquire(&path), async {
            tokio::task::yield_now().await;
            drop(checking);
        });
        got.unwrap();
    }
}
