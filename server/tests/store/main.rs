//! The contract of the store, tested on SQLite and Postgres.

mod abandoned;
mod batches;
mod bulk;
mod contract;
mod outbox;
mod postgres;
mod seals;

use titan_connect::domain::network::NetworkId;
use titan_connect::domain::time::Timestamp;
use titan_connect::store::{SealKey, Sealer, Store};

/// A database of either kind, empty, for one test.
struct Database {
    url: String,
    folder: tempfile::TempDir,
    _cluster: Option<postgres::Cluster>,
}

impl Database {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.db").display());
        Database {
            url,
            folder,
            _cluster: None,
        }
    }

    fn postgres() -> Self {
        let cluster = postgres::Cluster::start();
        Database {
            url: cluster.url(),
            folder: tempfile::tempdir().unwrap(),
            _cluster: Some(cluster),
        }
    }

    /// Whether SQLite's own files hold these bytes anywhere, in use or not. Postgres keeps its files elsewhere.
    fn files_contain(&self, text: &str) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.into_iter().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let mut parts = bytes.windows(text.len());
            parts.any(|part| part == text.as_bytes())
        })
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

async fn implements_the_outbox(database: Database) {
    let store = database.open(&[1]).await;
    outbox::holds(&store).await;
    store.close().await;
}

#[tokio::test]
async fn sqlite_implements_the_outbox() {
    implements_the_outbox(Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_implements_the_outbox() {
    implements_the_outbox(Database::postgres()).await;
}

/// Opening a database releases no claims; only the service does, when it starts.
async fn keeps_claims(database: Database) {
    let service = database.open(&[1]).await;
    outbox::keeps_claims(&service, async || database.open(&[1]).await).await;
    service.close().await;
}

#[tokio::test]
async fn sqlite_keeps_claims_while_a_command_opens_it() {
    keeps_claims(Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_keeps_claims_while_a_command_opens_it() {
    keeps_claims(Database::postgres()).await;
}

/// The first recorded network is kept.
async fn records_a_network_once(database: Database) {
    let store = database.open(&[1]).await;
    assert_eq!(store.recorded_network().await.unwrap(), None);
    let at = Timestamp::from_millis(1_763_670_000_000);
    let sandbox = NetworkId::Sandbox([7; 32]);
    for network in [sandbox, NetworkId::WhatsApp] {
        store.record_network(network, at).await.unwrap();
        assert_eq!(store.recorded_network().await.unwrap(), Some(sandbox));
    }
    store.close().await;
}

#[tokio::test]
async fn sqlite_records_a_network_once() {
    records_a_network_once(Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_records_a_network_once() {
    records_a_network_once(Database::postgres()).await;
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
async fn sqlite_seals_proxies_that_were_stored_in_clear() {
    seals::clear_proxies(&Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_seals_proxies_that_were_stored_in_clear() {
    seals::clear_proxies(&Database::postgres()).await;
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
async fn sqlite_leaves_room_for_others_during_bulk_work() {
    bulk::leaves_room_for_others(&Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_leaves_room_for_others_during_bulk_work() {
    bulk::leaves_room_for_others(&Database::postgres()).await;
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

#[tokio::test]
async fn sqlite_keeps_writes_after_an_abandoned_one() {
    abandoned::spares_later_writes(&Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_keeps_writes_after_an_abandoned_one() {
    abandoned::spares_later_writes(&Database::postgres()).await;
}

#[tokio::test]
async fn postgres_connections_are_used_again() {
    abandoned::others_use_the_connection_again(&Database::postgres()).await;
}
