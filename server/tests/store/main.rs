//! One contract, two databases: everything the service relies on, on SQLite and on Postgres.

mod contract;
mod postgres;

use titan_connect::store::Store;

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.db").display());
    let store = Store::open(&url).await.unwrap();
    contract::holds(&store).await;
    store.close().await;
    // Opening it again finds the tables as they are.
    let again = Store::open(&url).await.unwrap();
    contract::is_still_there(&again).await;
}

#[tokio::test]
async fn postgres_keeps_the_contract() {
    let cluster = postgres::Cluster::start();
    let store = Store::open(&cluster.url()).await.unwrap();
    contract::holds(&store).await;
    store.close().await;
    let again = Store::open(&cluster.url()).await.unwrap();
    contract::is_still_there(&again).await;
    again.close().await;
}

#[tokio::test]
async fn an_address_of_another_database_is_refused() {
    assert!(Store::open("mysql://localhost/x").await.is_err());
    assert!(Store::open("sqlite:///does/not/exist/t.db").await.is_err());
}
