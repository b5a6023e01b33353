//! A database that cannot be used: one line that says where it is, what is wrong and what to do, and never the password.

use std::fs;
use std::net::TcpListener;

use sqlx::{Connection as _, Executor as _, SqliteConnection};

use crate::postgres::Cluster;
use crate::process::{Said, Shell};

const PASSWORD: &str = "correct-horse";

fn shell(database: &str) -> Shell {
    Shell::new()
        .with("LISTEN", "127.0.0.1:0")
        .with("DATABASE_URL", database)
}

impl Said {
    /// Asserts that the command failed with one line, which contains these words and no password.
    #[track_caller]
    fn is_one_line_with(&self, words: &[&str]) {
        self.refused(1, "titan-connect: ");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        for words in words {
            assert!(self.err.contains(words), "{words:?} in {self:?}");
        }
        assert!(!self.err.contains(PASSWORD), "{self:?}");
    }
}

/// Every command that opens the database says the same.
async fn each_command_says(shell: &Shell, words: &[&str]) {
    for command in [
        &["serve"][..],
        &["keys", "list"],
        &["network", "keep", "whatsapp"],
    ] {
        shell.run(command).await.is_one_line_with(words);
    }
}

#[tokio::test]
async fn a_port_where_nothing_listens_is_named() {
    let port = {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        taken.local_addr().unwrap().port()
    };
    let url = format!("postgres://ana:{PASSWORD}@127.0.0.1:{port}/titan");
    let said = shell(&url).run(&["serve"]).await;
    said.is_one_line_with(&[
        &format!("`titan` at 127.0.0.1:{port} (user `ana`)"),
        "refused",
        "DATABASE_URL",
    ]);
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let url = format!("postgres://ana:{PASSWORD}@{address}/titan");
    let said = shell(&url).run(&["serve"]).await;
    said.is_one_line_with(&[&address.to_string(), "does not answer within 5 seconds"]);
}

#[tokio::test]
async fn an_unknown_host_is_named() {
    let url = format!("postgres://ana:{PASSWORD}@no-such-host.invalid/titan");
    let said = shell(&url).run(&["serve"]).await;
    said.is_one_line_with(&["no-such-host.invalid:5432", "name is not known"]);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_explained() {
    let url = format!("postgres://ana:{PASSWORD}@/titan");
    let said = shell(&url).run(&["serve"]).await;
    said.is_one_line_with(&["the address in DATABASE_URL", "postgres://USER:PASSWORD@"]);
}

#[tokio::test]
async fn what_postgres_refuses_is_explained() {
    let cluster = Cluster::start();
    let other = cluster.url().replace("/postgres?", "/no-such-database?");
    let said = shell(&other).run(&["serve"]).await;
    said.is_one_line_with(&["`no-such-database`", "does not exist", "createdb"]);
    let (url, folder) = (cluster.url(), cluster.socket());
    drop(cluster);
    let said = shell(&url).run(&["serve"]).await;
    said.is_one_line_with(&[&folder, "no socket", "Start it"]);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_reported_by_each_command() {
    let shell = with_database().await;
    fs::write(shell.data().join("titan.db"), [0x5a; 20_000]).unwrap();
    each_command_says(&shell, &["data/titan.db", "backup", "titan-connect doctor"]).await;
}

#[tokio::test]
async fn a_truncated_file_is_reported() {
    let shell = with_database().await;
    let path = shell.data().join("titan.db");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..9000]).unwrap();
    each_command_says(&shell, &["data/titan.db", "backup", "titan-connect doctor"]).await;
}

#[tokio::test]
async fn a_page_that_is_damaged_is_reported_with_advice() {
    let shell = with_database().await;
    let path = shell.data().join("titan.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    each_command_says(&shell, &["malformed", "backup", "titan-connect doctor"]).await;
}

#[tokio::test]
async fn a_file_that_another_program_has_locked_is_given_up() {
    let shell = with_database().await;
    let url = format!("sqlite://{}", shell.data().join("titan.db").display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    for statement in ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"] {
        other.execute(statement).await.unwrap();
    }
    let said = shell.run(&["serve"]).await;
    said.is_one_line_with(&["data/titan.db", "locked by another program"]);
}

#[tokio::test]
async fn a_folder_that_is_missing_is_named() {
    let said = shell("sqlite:///no/such/folder/titan.db?mode=rwc");
    let said = said.run(&["serve"]).await;
    said.is_one_line_with(&["/no/such/folder", "does not exist", "DATABASE_URL"]);
}

/// A data folder with a database that nobody uses.
async fn with_database() -> Shell {
    let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    shell.data_of(&["keys", "list"]).await;
    shell
}
