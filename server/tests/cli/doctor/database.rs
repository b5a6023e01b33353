//! Faults of the database.

use std::fs;

use super::{complaints, with_data};
use crate::postgres::Cluster;
use crate::process::Shell;

/// A direct connection to the database.
struct Database(sqlx::AnyPool);

impl Database {
    async fn of(shell: &Shell) -> Self {
        Self::open(&format!(
            "sqlite://{}",
            shell.data().join("titan.db").display()
        ))
        .await
    }

    async fn open(url: &str) -> Self {
        sqlx::any::install_default_drivers();
        Database(sqlx::AnyPool::connect(url).await.unwrap())
    }

    async fn run(&self, statement: &'static str) {
        sqlx::query(statement).execute(&self.0).await.unwrap();
    }
}

#[tokio::test]
async fn a_damaged_database_is_reported() {
    let shell = with_data().await;
    let path = shell.data().join("titan.db");
    let mut bytes = fs::read(&path).unwrap();
    // Everything after the first page, which identifies the file.
    bytes[4096..].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let found = complaints(&shell).await;
    assert!(
        found.list.contains(&"fault database".to_owned()),
        "{:#?}",
        found.said
    );
    fs::write(
        &path,
        "this is no database, whatever its name says, and longer than a header",
    )
    .unwrap();
    let found = complaints(&shell).await;
    assert!(
        found.list.contains(&"fault database".to_owned()),
        "{:#?}",
        found.said
    );
}

#[tokio::test]
async fn tables_of_another_version_are_reported() {
    let shell = with_data().await;
    let database = Database::of(&shell).await;
    database.run("INSERT INTO _sqlx_migrations VALUES (9999, 'later', CURRENT_TIMESTAMP, TRUE, x'00', 0)").await;
    complaints(&shell).await.are(&["fault migrations"]);
    database
        .run("DELETE FROM _sqlx_migrations WHERE version > 1")
        .await;
    complaints(&shell).await.are(&["warning migrations"]);
    // Migrations are run by the service.
    shell
        .run(&["keys", "list"])
        .await
        .refused(1, "start the service");
    database
        .run("UPDATE _sqlx_migrations SET success = FALSE")
        .await;
    complaints(&shell).await.are(&["fault migrations"]);
}

#[tokio::test]
async fn postgres_is_checked_too() {
    let cluster = Cluster::start();
    let mut shell = Shell::new()
        .with("LISTEN", "127.0.0.1:0")
        .with("DATABASE_URL", &cluster.url());
    // No tables yet.
    complaints(&shell).await.are(&[]);
    shell.data_of(&["keys", "list"]).await;
    // A second process would not start, so `doctor` does not describe several nodes.
    let found = complaints(&shell).await;
    found.are(&[]);
    found.say("a second one refuses to start");
    // A clock that is off by an hour differs from the database's by an hour.
    shell.set("TITAN_CLOCK_OFFSET_SECONDS", "3600");
    complaints(&shell).await.are(&["fault clock"]);
    shell.set("TITAN_CLOCK_OFFSET_SECONDS", "0");
    let database = Database::open(&cluster.url()).await;
    database
        .run("ALTER DATABASE postgres SET default_transaction_read_only = on")
        .await;
    complaints(&shell).await.are(&["fault migrations"]);
    drop(cluster);
    complaints(&shell).await.are(&["fault database"]);
}
