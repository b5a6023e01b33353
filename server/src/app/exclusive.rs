//! One process at a time runs the sessions of a data folder and of a database: two would take the links from each
//! other. Commands beside the service do not take part in this.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::data_folder::{self, DATABASE_FILE, database_url};
use crate::runtime::config::DatabaseKind;
use crate::runtime::config::{Config, DATA_DIR, DATABASE_URL};
use crate::store::{AdvisoryLock, LockError, LockFile, sqlite_file};

/// The right to run the sessions. The operating system and Postgres end it with the process.
#[derive(Debug)]
pub struct ExclusiveLock {
    _files: Vec<LockFile>,
    database: Option<AdvisoryLock>,
}

impl ExclusiveLock {
    /// Creates the data folder if need be, and refuses at once where another process runs on it or on the database.
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

    /// Resolves, with a sentence for the operator, when another process has taken over.
    pub async fn lost(&self) -> anyhow::Error {
        match &self.database {
            Some(lock) => {
                let by = lock.lost().await;
                anyhow!(
                    "the connection that keeps other processes from this database was lost, and {} runs on it now; this process stopped, so that they do not take the links from each other",
                    by.as_deref().unwrap_or("another process")
                )
            }
            None => std::future::pending().await,
        }
    }

    /// Returns when the next process may start.
    pub async fn release(self) {
        if let Some(lock) = self.database {
            lock.release().await;
        }
    }
}

/// Where the lock of a SQLite file is. Beside it: opening the file itself once more would end SQLite's own locks.
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

/// The file need not exist yet, its folder does.
fn canonical(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
    Some(folder.join(file.file_name()?))
}

async fn lock(database: &Path, config: &Config) -> anyhow::Result<LockFile> {
    let path = lock_path(database);
    LockFile::acquire(&path).await.map_err(|error| match error {
        LockError::Held(by) => anyhow!(
            "{} runs on the data folder {} already, and only one process may: two would take the links from each other. Stop that one first, or set {DATA_DIR} to another folder for this one. Commands such as `titan-connect sessions list` work beside it.",
            running(by),
            config.data_dir.display()
        ),
        error => anyhow::Error::new(error).context(format!("cannot lock {}", path.display())),
    })
}

fn postgres_refused(error: LockError) -> anyhow::Error {
    match error {
        LockError::Held(by) => anyhow!(
            "{} runs on the database that {DATABASE_URL} names already, and only one process may until several nodes are supported: two would take the links from each other. Stop that one first, or set {DATABASE_URL} to another database for this one. Commands such as `titan-connect sessions list` work beside it.",
            running(by)
        ),
        error => Err::<(), _>(error)
            .context("cannot open the database")
            .unwrap_err(),
    }
}

/// Who has the lock: `titan-connect (process 4711)`.
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
    fn a_database_elsewhere_has_a_lock_of_its_own() {
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
