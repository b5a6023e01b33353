//! One contract, two databases: everything the service relies on, on SQLite and on Postgres.

mod batches;
mod contract;
mod outbox;
mod postgres;
mod seals;

use titan_connect::store::{SealKey, Sealer, Store};

/// A database of either kind, empty, for one test.
struct Database {
    url: String,
    _folder: tempfile::TempDir,
    _cluster: Option<postgres::Cluster>,
}

impl Database {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.db").display());
        Database {
            url,
            _folder: folder,
            _cluster: None,
        }
    }

    fn postgres() -> Self {
        let cluster = postgres::Cluster::start();
        Database {
            url: cluster.url(),
            _folder: tempfile::tempdir().unwrap(),
            _cluster: Some(cluster),
        }
    }

    /// Opened with sealing keys made from these seeds, the current one first.
    async fn open(&self, seeds: &[u8]) -> Store {
        Store::open(&self.url, sealer(seeds)).await.unwrap()
    }
}

fn sealer(seeds: &[u8]) -> Sealer {
    let mut keys = seeds.iter().map(|seed| SealKey::new(&[*seed; 32]));
    Sealer::new(keys.next().unwrap(), keys.collect())
}

async fn keeps_the_contract(database: Database) {
    let store = database.open(&[1]).await;
    contract::holds(&store).await;
    store.close().await;
    // Opening it again finds the tables as they are.
    let again = database.open(&[1]).await;
    contract::is_still_there(&again).await;
    again.close().await;
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    keeps_the_contract(Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_keeps_the_contract() {
    keeps_the_contract(Database::postgres()).await;
}

async fn keeps_an_outbox(database: Database) {
    let store = database.open(&[1]).await;
    outbox::holds(&store).await;
    store.close().await;
}

#[tokio::test]
async fn sqlite_keeps_an_outbox() {
    keeps_an_outbox(Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_keeps_an_outbox() {
    keeps_an_outbox(Database::postgres()).await;
}

#[tokio::test]
async fn sqlite_seals_and_rotates() {
    seals::hold(&Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_seals_and_rotates() {
    seals::hold(&Database::postgres()).await;
}

#[tokio::test]
async fn sqlite_works_in_batches() {
    batches::hold(&Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_works_in_batches() {
    batches::hold(&Database::postgres()).await;
}

#[tokio::test]
async fn an_address_of_another_database_is_refused() {
    assert!(
        Store::open("mysql://localhost/x", sealer(&[1]))
            .await
            .is_err()
    );
    assert!(
        Store::open("sqlite:///does/not/exist/t.db", sealer(&[1]))
            .await
            .is_err()
    );
}
