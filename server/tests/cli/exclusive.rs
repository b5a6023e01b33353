//! Only one process runs the sessions of a data folder and a database; commands work at the same time.

use std::time::Duration;

use sqlx::Row as _;
use tokio::time::{interval, timeout};

use crate::postgres::Cluster;
use crate::process::{BOUND, Shell};

#[tokio::test]
async fn a_second_process_on_a_data_folder_is_refused_until_the_first_is_killed() {
    let mut shell = Shell::new().with("DATA_DIR", "numbers");
    let first = shell.dev().await;
    shell.set("LISTEN", "127.0.0.1:0");
    for command in ["dev", "serve"] {
        let refused = shell.run(&[command]).await;
        refused.refused(1, "runs on the data folder numbers already");
        for words in [
            &format!("process {}", first.pid()),
            "DATA_DIR",
            "Stop that one",
        ] {
            assert!(refused.err.contains(words), "{refused:?}");
        }
    }
    shell.set("LISTEN", first.url.strip_prefix("http://").unwrap());
    shell
        .data_of(&["keys", "create", "--label", "backend"])
        .await;
    shell.data_of(&["sessions", "create", "support"]).await;
    shell.data_of(&["backup", "copy"]).await;
    first.kill().await;
    let second = shell.dev().await;
    assert!(shell.data_of(&["sessions", "show", "support"]).await["name"] == "support");
    second.kill().await;
}

#[tokio::test]
async fn of_many_processes_on_one_data_folder_one_runs() {
    for _ in 0..5 {
        let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
        one_of_many_runs(&shell).await;
    }
}

#[tokio::test]
async fn of_many_processes_on_one_postgres_database_one_runs() {
    let cluster = Cluster::start();
    let mut network = Shell::new();
    let theirs = network.dev().await;
    let socket = format!("{}/sandbox/ws/chat", theirs.url.replace("http", "ws"));
    // Only the lock can reject them, because they have the same sealing key and network.
    let shells: Vec<Shell> = (0..4)
        .map(|_| {
            Shell::new()
                .with("LISTEN", "127.0.0.1:0")
                .with("DATABASE_URL", &cluster.url())
                .with("SANDBOX_NETWORK", &socket)
                .with("SEAL_KEYS", "c2VhbC1rZXktc2VhbC1rZXktc2VhbC1rZXktc2VhbCE")
        })
        .collect();
    one_of_these_runs(shells.iter().collect()).await;
    theirs.kill().await;
}

async fn one_of_many_runs(shell: &Shell) {
    one_of_these_runs(vec![shell; 4]).await;
}

/// Each shell starts a service; all except one end by themselves.
async fn one_of_these_runs(shells: Vec<&Shell>) {
    let outputs: Vec<_> = (0..shells.len()).map(|at| format!("out-{at}")).collect();
    let mut children: Vec<_> = shells
        .iter()
        .zip(&outputs)
        .map(|(shell, out)| shell.begin(&["dev"], &shell.file(out)))
        .collect();
    let is_ready = |at: usize| {
        let printed = std::fs::read_to_string(shells[at].file(&outputs[at])).unwrap();
        printed.lines().any(|line| line == "ready")
    };
    let mut ticks = interval(Duration::from_millis(20));
    let settled = async {
        loop {
            ticks.tick().await;
            let ready = (0..shells.len()).filter(|at| is_ready(*at)).count();
            let ended: Vec<_> = children
                .iter_mut()
                .filter_map(|child| child.try_wait().unwrap())
                .collect();
            assert!(ready <= 1, "{ready} processes run");
            assert!(ended.iter().all(|status| status.code() == Some(1)));
            if (ready, ended.len()) == (1, shells.len() - 1) {
                return;
            }
        }
    };
    timeout(BOUND, settled).await.expect("one runs in time");
    for child in &mut children {
        child.kill().await.unwrap();
    }
}

#[tokio::test]
async fn a_second_process_on_a_postgres_database_is_refused_until_the_first_is_killed() {
    let cluster = Cluster::start();
    let mut shell = Shell::new()
        .with("DATABASE_URL", &cluster.url())
        .with("DATA_DIR", "one");
    let first = shell.dev().await;
    shell.data_of(&["keys", "list"]).await;
    let secrets = std::fs::read(shell.file("one/secrets.json")).unwrap();
    let mut other = Shell::new()
        .with("DATABASE_URL", &cluster.url())
        .with("DATA_DIR", "two")
        .with("LISTEN", "127.0.0.1:0");
    let refused = other.run(&["dev"]).await;
    refused.refused(1, "runs on the database that DATABASE_URL names already");
    let pid = format!("process {}", first.pid());
    assert!(refused.err.contains(&pid), "{refused:?}");
    assert!(!refused.err.contains("postgres://"), "{refused:?}");
    first.kill().await;
    // The other process has the database's secrets and sandbox.
    copy_folder(&shell.file("one"), &other.file("two"));
    assert_eq!(
        std::fs::read(other.file("two/secrets.json")).unwrap(),
        secrets
    );
    other.dev().await.kill().await;
}

#[tokio::test]
async fn a_lost_lock_connection_is_reopened_unless_another_process_has_the_lock() {
    let cluster = Cluster::start();
    let mut shell = Shell::new().with("DATABASE_URL", &cluster.url());
    let service = shell.dev().await;
    let database = sqlx::postgres::PgPool::connect(&cluster.url())
        .await
        .unwrap();
    let first = holder(&database).await.expect("the service holds the lock");
    end(&database, first).await;
    let mut ticks = interval(Duration::from_millis(50));
    let again = async {
        loop {
            ticks.tick().await;
            if let Some(pid) = holder(&database).await.filter(|pid| *pid != first) {
                return pid;
            }
        }
    };
    let again = timeout(BOUND, again).await.expect("it is held again");
    shell.data_of(&["sessions", "list"]).await;

    // Another process acquires the lock while this one loses it.
    let mut rival = database.acquire().await.unwrap();
    let locked = async {
        sqlx::query("SELECT pg_advisory_lock($1, hashtext(current_schema()))")
            .bind(LOCK_CLASS)
            .execute(&mut *rival)
            .await
            .unwrap();
    };
    let ending = async {
        while waiting(&database).await == 0 {
            ticks.tick().await;
        }
        end(&database, again).await;
    };
    timeout(BOUND, async { tokio::join!(locked, ending) })
        .await
        .expect("the rival gets the lock");
    assert_eq!(service.ended().await, Some(1));
}

/// "TITN", the first of the two numbers that name the lock.
const LOCK_CLASS: i32 = 0x5449_544e;

async fn holder(database: &sqlx::PgPool) -> Option<i32> {
    let sql = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted";
    let row = sqlx::query(sql).fetch_optional(database).await.unwrap();
    row.map(|row| row.get("pid"))
}

async fn waiting(database: &sqlx::PgPool) -> i64 {
    let sql = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND NOT granted";
    sqlx::query_scalar(sql).fetch_one(database).await.unwrap()
}

async fn end(database: &sqlx::PgPool, pid: i32) {
    sqlx::query("SELECT pg_terminate_backend($1)")
        .bind(pid)
        .execute(database)
        .await
        .unwrap();
}

pub fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
