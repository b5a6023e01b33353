//! One database belongs to one network, and `dev` does not use data of `serve`.

use std::fs;
use std::path::Path;

use crate::postgres::Cluster;
use crate::process::{ANA, Said, Shell};

#[tokio::test]
async fn dev_then_serve_then_dev_in_one_folder_loses_nothing() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    shell.link(&service, "support", ANA).await;
    service.kill().await;
    let service = shell.serve().await;
    assert_eq!(
        shell.data_of(&["sessions", "list"]).await,
        serde_json::json!([])
    );
    service.kill().await;
    let service = shell.dev().await;
    assert_eq!(shell.until_connected("support").await["phoneNumber"], ANA);
    service.kill().await;
}

/// The sandbox's database on SQLite or Postgres.
async fn serve_is_refused(mut shell: Shell) {
    let service = shell.dev().await;
    shell.link(&service, "support", ANA).await;
    service.kill().await;
    let refused = shell.run(&["serve"]).await;
    refused.refused(1, "belongs to the sandbox");
    says_what_to_do(
        &refused,
        &[
            "DATA_DIR=numbers",
            "titan-connect dev",
            "Nothing was changed",
        ],
    );
    let service = shell.dev().await;
    shell.until_connected("support").await;
    service.kill().await;
}

#[tokio::test]
async fn serve_refuses_a_database_of_a_sandbox_and_its_links_survive() {
    serve_is_refused(Shell::new().with("DATA_DIR", "numbers")).await;
}

#[tokio::test]
async fn serve_refuses_a_postgres_database_of_a_sandbox_and_its_links_survive() {
    let cluster = Cluster::start();
    let shell = Shell::new().with("DATA_DIR", "numbers");
    serve_is_refused(shell.with("DATABASE_URL", &cluster.url())).await;
}

#[tokio::test]
async fn dev_refuses_a_database_of_whatsapp_and_leaves_nothing_in_its_folder() {
    let mut shell = Shell::new().with("DATA_DIR", "numbers");
    shell.serve().await.kill().await;
    let before = files(&shell.file("numbers"));
    let refused = shell.run(&["dev"]).await;
    refused.refused(1, "belongs to WhatsApp");
    says_what_to_do(
        &refused,
        &["titan-connect serve", "DATA_DIR", "Nothing was changed"],
    );
    assert_eq!(files(&shell.file("numbers")), before);
    shell.serve().await.kill().await;
}

#[tokio::test]
async fn a_sandbox_that_lost_its_files_is_another_network() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    shell.link(&service, "support", ANA).await;
    service.kill().await;
    let (data, aside) = (shell.file("data-dev"), shell.file("aside"));
    fs::create_dir(&aside).unwrap();
    for name in ["sandbox.json", "sandbox.phones"] {
        fs::rename(data.join(name), aside.join(name)).unwrap();
    }
    let refused = shell.run(&["dev"]).await;
    refused.refused(1, "which is not the sandbox of this start");
    says_what_to_do(&refused, &["sandbox.json", "sandbox.phones", "DATA_DIR"]);
    assert!(!data.join("sandbox.json").exists(), "a new one was made");
    for name in ["sandbox.json", "sandbox.phones"] {
        fs::rename(aside.join(name), data.join(name)).unwrap();
    }
    let service = shell.dev().await;
    shell.until_connected("support").await;
    service.kill().await;
}

#[tokio::test]
async fn the_sandbox_of_another_process_is_recorded_as_its_own_network() {
    let mut network = Shell::new();
    let theirs = network.dev().await;
    let socket = format!("{}/sandbox/ws/chat", theirs.url.replace("http", "ws"));
    let mut shell = Shell::new();
    let service = shell.dev_with(&[("SANDBOX_NETWORK", &socket)]).await;
    service.kill().await;
    // Its own sandbox is another network.
    shell
        .run(&["dev"])
        .await
        .refused(1, "not the sandbox of this start");
    theirs.kill().await;
    shell.set("SANDBOX_NETWORK", &socket);
    shell
        .run(&["dev"])
        .await
        .refused(1, "no sandbox answers there");
}

#[tokio::test]
async fn commands_find_the_folder_of_the_service_that_runs() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    let made = shell.run(&["keys", "create", "--label", "backend"]).await;
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{made:?}");
    assert!(!shell.file("data").exists());
    service.kill().await;
    // The only existing folder, and the command names it.
    let listed = shell.run(&["keys", "list"]).await;
    assert_eq!(listed.code, 0, "{listed:?}");
    assert!(listed.err.contains("data-dev"), "{listed:?}");
    let service = shell.serve().await;
    let keys = shell.data_of(&["keys", "list"]).await;
    assert_eq!(keys.as_array().unwrap().len(), 1, "{keys}");
    service.kill().await;
    let asked = shell.run(&["keys", "list"]).await;
    asked.refused(1, "two data folders here");
    says_what_to_do(&asked, &["DATA_DIR=data ", "DATA_DIR=data-dev"]);
}

#[tokio::test]
async fn dev_rejects_addresses_reachable_from_other_machines_by_default() {
    let mut shell = Shell::new().with("LISTEN", "0.0.0.0:0");
    let refused = shell.run(&["dev"]).await;
    refused.refused(2, "LISTEN");
    says_what_to_do(&refused, &["127.0.0.1:8080", "SANDBOX_REMOTE_ACCESS=yes"]);
    assert!(!shell.file("data-dev").exists());
    shell.set("SANDBOX_REMOTE_ACCESS", "yes");
    let service = shell.dev_with(&[("LISTEN", "0.0.0.0:0")]).await;
    assert!(service.url.contains("0.0.0.0"), "{}", service.url);
    service.kill().await;
}

#[tokio::test]
async fn a_program_older_than_the_tables_fails_with_an_explanation() {
    let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    shell.data_of(&["keys", "list"]).await;
    let url = format!("sqlite://{}", shell.data().join("titan.db").display());
    let database = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations VALUES (9999, 'later', CURRENT_TIMESTAMP, TRUE, x'00', 0)",
    )
    .execute(&database)
    .await
    .unwrap();
    database.close().await;
    let refused = shell.run(&["serve"]).await;
    refused.refused(1, "newer than this program");
    says_what_to_do(&refused, &["restore the backup", "Nothing was changed"]);
}

#[track_caller]
fn says_what_to_do(said: &Said, words: &[&str]) {
    for word in words {
        assert!(said.err.contains(word), "no {word:?} in {said:?}");
    }
}

/// File names in a folder, without SQLite's temporary files.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| !name.starts_with("titan.db-"))
        .collect();
    names.sort();
    names
}
