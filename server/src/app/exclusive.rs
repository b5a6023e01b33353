//! Only one process at a time runs the sessions of a data folder and a database, because WhatsApp keeps only the
//! newest connection of a linked device. Other commands do not need the lock.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::data_folder::{self, DATABASE_FILE, database_url};
use crate::runtime::config::DatabaseKind;
use crate::runtime::config::{Config, DATA_DIR, DATABASE_URL};
use crate::store::{AdvisoryLock, LockError, LockFile, sqlite_file};

/// The locks of the process that runs the sessions. The operating system and Postgres release them when the process
/// ends.
#[derive(Debug)]
pub struct ExclusiveLock {
    _files: Vec<LockFile>,
    database: Option<AdvisoryLock>,
}

impl ExclusiveLock {
    /// Creates the data folder if necessary. Fails at once if another process uses it or the database.
    pub async fn acquire(config: &Config) -> anyhow::Result<Self> {
        data_folder::create(&config.data_dir)?;
        let url = database_url(config);
        let mut files = vec![lock(&config.data_dir.join(DATABASE_FILE), config).await?];
        if let Some(elsewhere) = database_elsewhere(&url, &config.data_dir) {
            files.push(lock(&elsewhere, config).await?);
        }
        let database = match DatabaseKind::of(&url) {
            Some(DatabaseKind::Postgres) => Some(
                AdvisoryLock::acquire(&url)
                    .await
                    .map_err(postgres_refused)?,
            ),
            _ => None,
        };
        Ok(ExclusiveLock {
            _files: files,
            database,
        })
    }

    /// Resolves when another process has taken the lock, with an error for the operator.
    pub async fn lost(&self) -> anyhow::Error {
        match &self.database {
            Some(lock) => {
                let by = lock.lost().await;
                anyhow!(
                    "the connection that keeps other processes from this database was lost, and {} \
                     runs on it now; this process stopped, so that they do not take the links from \
                     each other",
                    by.as_deref().unwrap_or("another process")
                )
            }
            None => std::future::pending().await,
        }
    }

    /// Returns when another process can acquire the locks.
    pub async fn release(self) {
        if let Some(lock) = self.database {
            lock.release().await;
        }
    }
}

/// The path of a SQLite file's lock, which is a separate file: closing a second handle of the database file would
/// release SQLite's own locks.
pub fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    PathBuf::from(path)
}

/// The SQLite file that `DATABASE_URL` names, unless it is the one in the data folder.
fn database_elsewhere(url: &str, data_dir: &Path) -> Option<PathBuf> {
    let file = sqlite_file(url)?;
    (canonical(&file) != canonical(&data_dir.join(DATABASE_FILE))).then_some(file)
}

/// The folder must exist; the file need not.
fn canonical(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
    Some(folder.join(file.file_name()?))
}

async fn lock(database: &Path, config: &Config) -> anyhow::Result<LockFile> {
    let path = lock_path(database);
    LockFile::acquire(&path).await.map_err(|error| match error {
        LockError::Held(by) => anyhow!(
            "{} runs on the data folder {} already, and only one process may: two would take the \
             links from each other. Stop that one first, or set {DATA_DIR} to another folder for \
             this one. Commands such as `titan-connect sessions list` work beside it.",
            running(by),
            config.data_dir.display()
        ),
        LockError::Io(error) if error.kind() == ErrorKind::NotFound => anyhow!(
            "cannot create {}: its folder does not exist. Create it, or correct {DATABASE_URL}.",
            path.display()
        ),
        error => anyhow::Error::new(error).context(format!(
            "cannot lock {}, which the service's user must be able to read and write",
            path.display()
        )),
    })
}

fn postgres_refused(error: LockError) -> anyhow::Error {
    match error {
        LockError::Held(by) => anyhow!(
            "{} runs on the database that {DATABASE_URL} names already, and only one process may \
             until several nodes are supported: two would take the links from each other. Stop \
             that one first, or set {DATABASE_URL} to another database for this one. Commands such \
             as `titan-connect sessions list` work beside it.",
            running(by)
        ),
        error => error.into(),
    }
}

/// Names the holder of the lock: `titan-connect (process 4711)`.
fn running(by: Option<String>) -> String {
    match by {
        Some(name) if name.starts_with("titan-connect") => name,
        Some(name) => format!("another titan-connect ({name})"),
        None => "another titan-connect".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_outside_the_data_folder_has_its_own_lock() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let url = |file: &str| format!("sqlite://{}?mode=rwc", folder.path().join(file).display());
        assert_eq!(database_elsewhere(&url("data/titan.db"), &data), None);
        assert_eq!(
            database_elsewhere(&url("data/../data/titan.db"), &data),
            None
        );
        let other = folder.path().join("other.db");
        assert_eq!(
            database_elsewhere(&url("other.db"), &data),
            Some(other.clone())
        );
        assert_eq!(lock_path(&other), folder.path().join("other.db.lock"));
        assert_eq!(database_elsewhere("postgres://db/titan", &data), None);
        assert_eq!(database_elsewhere("sqlite::memory:", &data), None);
    }
}
