//! `doctor` reports each caused fault, and nothing for a healthy installation.

use std::fs::{self, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use sandbox::Gateway;
use titan_connect::http::pages::assets::ASSETS;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::postgres::Cluster;
use crate::process::{Said, Service, Shell};
use crate::proxy::{Mistake, Proxy};

/// The faults and warnings of `doctor`: `fault database`, `warning service`.
struct Complaints {
    said: Said,
    list: Vec<String>,
}

async fn complaints(shell: &Shell) -> Complaints {
    let said = shell.run(&["doctor", "--json"]).await;
    let report = &said.json()["data"];
    let mut list = Vec::new();
    for found in report["checks"].as_array().unwrap() {
        let verdict = found["verdict"].as_str().unwrap();
        if matches!(verdict, "warning" | "fault") {
            assert!(found["next"].is_string(), "nothing to do next: {found}");
            list.push(format!("{verdict} {}", found["check"].as_str().unwrap()));
        }
    }
    // A binary without the widget is reported, which is correct.
    if !ASSETS.is_built() {
        list.retain(|complaint| complaint != "warning build");
    }
    Complaints { said, list }
}

impl Complaints {
    /// Asserts that these are the only faults and warnings.
    #[track_caller]
    fn are(&self, expected: &[&str]) {
        assert_eq!(self.list, expected, "{:#?}", self.said);
        let code = match expected {
            _ if expected.iter().any(|found| found.starts_with("fault")) => 3,
            [] if ASSETS.is_built() => 0,
            _ => 1,
        };
        assert_eq!(self.said.code, code, "{:#?}", self.said);
    }

    #[track_caller]
    fn say(&self, words: &str) {
        assert!(
            self.said.out.contains(words),
            "no {words:?} in {:#?}",
            self.said
        );
    }
}

async fn running() -> (Shell, Service) {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    shell.set("PUBLIC_URL", &service.url);
    (shell, service)
}

/// A data folder that a service has been started on.
async fn founded() -> Shell {
    let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    shell.data_of(&["keys", "list"]).await;
    shell
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_healthy_service_behind_a_correct_proxy_has_no_findings() {
    let (mut shell, service) = running().await;
    complaints(&shell).await.are(&[]);
    let proxy = Proxy::before(&service.url, Mistake::None).await;
    shell.set("PUBLIC_URL", &proxy.url);
    complaints(&shell).await.are(&[]);
    // The text output says the same.
    let said = shell.run(&["doctor"]).await;
    assert!(said.out.contains("ok       framing"), "{said:?}");
    assert!(said.out.contains("0 faults"), "{said:?}");
}

#[tokio::test]
async fn a_folder_before_its_first_start_has_no_faults_and_stays_unchanged() {
    let shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    complaints(&shell).await.are(&[]);
    assert!(!shell.data().exists());
}

#[tokio::test]
async fn all_invalid_values_are_reported_together() {
    let shell = Shell::new()
        .with("LISTEN", "8080")
        .with("MASTER_KEY", "hunter2");
    let found = complaints(&shell).await;
    found.are(&["fault configuration", "fault configuration"]);
    found.say("LISTEN");
    found.say("MASTER_KEY");
    assert!(!found.said.out.contains("hunter2"));
}

#[tokio::test]
async fn files_readable_by_others_are_reported() {
    let shell = founded().await;
    set_mode(&shell.data(), 0o755);
    set_mode(&shell.data().join("titan.db"), 0o644);
    complaints(&shell)
        .await
        .are(&["fault data-folder", "fault database-file"]);
    set_mode(&shell.data(), 0o700);
    set_mode(&shell.data().join("titan.db"), 0o600);
    set_mode(&shell.data().join("secrets.json"), 0o640);
    let found = complaints(&shell).await;
    found.are(&["fault secrets-file"]);
    found.say("chmod 600");
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_or_not_writable_is_reported() {
    let mut shell = Shell::new().with("LISTEN", "127.0.0.1:0");
    fs::write(shell.data(), "").unwrap();
    complaints(&shell).await.are(&["fault data-folder"]);
    // No user can create files there, not even root. It is also readable by all, which is reported first.
    shell.set("DATA_DIR", "/proc");
    complaints(&shell).await.are(&["fault data-folder"]);
}

#[tokio::test]
async fn truncated_secrets_are_reported() {
    let shell = founded().await;
    let path = shell.data().join("secrets.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    complaints(&shell).await.are(&["fault secrets-file"]);
}

#[tokio::test]
async fn a_damaged_database_is_reported() {
    let shell = founded().await;
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
    let shell = founded().await;
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
async fn a_lost_seal_key_is_a_fault_and_an_older_one_a_warning() {
    let mut shell = founded().await;
    let new = "c2VhbC1rZXktc2VhbC1rZXktc2VhbC1rZXktc2VhbCE";
    shell.set("SEAL_KEYS", new);
    complaints(&shell).await.are(&["fault seal-keys"]);
    let kept = fs::read_to_string(shell.data().join("secrets.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let old = kept["seal_key"].as_str().unwrap();
    shell.set("SEAL_KEYS", &format!("{new},{old}"));
    complaints(&shell).await.are(&["warning seal-keys"]);
}

#[tokio::test]
async fn a_service_that_is_not_running_is_reported() {
    let mut shell = founded().await;
    let nobody = nobody();
    shell.set("LISTEN", &nobody.to_string());
    shell.set("PUBLIC_URL", &format!("http://{nobody}"));
    let found = complaints(&shell).await;
    found.are(&["warning service"]);
    found.say("titan-connect serve");
}

#[tokio::test]
async fn another_program_on_the_address_is_reported() {
    let mut shell = founded().await;
    let (_other, service) = running().await;
    let others = service.url.strip_prefix("http://").unwrap();
    let page = service.playground.replace("http://localhost", "127.0.0.1");
    let mute = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hangs_up = mute.local_addr().unwrap().to_string();
    let mut hanging_up = JoinSet::new();
    hanging_up.spawn(async move { while mute.accept().await.is_ok() {} });
    for (address, why) in [
        (others, "other secrets"),
        (&page, "is taken by"),
        (&hangs_up, "does not answer as a web server"),
        // An address of no machine: binding it fails.
        ("192.0.2.1:8080", "cannot be listened on"),
    ] {
        shell.set("LISTEN", address);
        shell.set("PUBLIC_URL", &format!("http://{}", nobody()));
        let found = complaints(&shell).await;
        found.are(&["fault service"]);
        found.say(why);
    }
}

#[tokio::test]
async fn a_public_url_that_other_machines_cannot_use_is_reported() {
    let mut shell = founded().await;
    shell.set("LISTEN", "0.0.0.0:0");
    complaints(&shell).await.are(&["fault public-url"]);
    // The unspecified address: a browser on another machine would connect to itself.
    let nobody = nobody();
    shell.set("PUBLIC_URL", &format!("http://0.0.0.0:{}", nobody.port()));
    complaints(&shell)
        .await
        .are(&["fault build", "fault https", "fault public-url"]);
}

/// An address where nothing listens: bound and closed.
fn nobody() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

#[tokio::test]
async fn a_public_url_of_another_service_is_reported() {
    let (mut shell, service) = running().await;
    let nobody = nobody();
    shell.set("PUBLIC_URL", &format!("http://{nobody}"));
    complaints(&shell).await.are(&["fault public-url"]);
    shell.set("PUBLIC_URL", &service.playground);
    complaints(&shell).await.are(&["fault public-url"]);
    let (_other, theirs) = running().await;
    shell.set("PUBLIC_URL", &theirs.url);
    let found = complaints(&shell).await;
    found.are(&["fault public-url"]);
    found.say("other secrets");
}

#[tokio::test]
async fn proxy_misconfigurations_are_reported() {
    let (mut shell, service) = running().await;
    for (mistake, complaint) in [
        (
            Mistake::Adds("x-frame-options", "SAMEORIGIN"),
            "fault framing",
        ),
        (
            Mistake::Adds("content-security-policy", "frame-ancestors 'self'"),
            "fault framing",
        ),
        (
            Mistake::Adds("content-security-policy", "script-src 'self'"),
            "warning framing",
        ),
        (Mistake::Removes("content-security-policy"), "fault framing"),
        (Mistake::Swallows("authorization"), "fault authorization"),
        (
            Mistake::Adds("date", "Tue, 15 Nov 1994 08:12:31 GMT"),
            "fault clock",
        ),
    ] {
        let proxy = Proxy::before(&service.url, mistake).await;
        shell.set("PUBLIC_URL", &proxy.url);
        complaints(&shell).await.are(&[complaint]);
    }
}

#[tokio::test]
async fn a_wrong_clock_is_reported() {
    for offset in ["3600", "-3600"] {
        let mut shell = Shell::new();
        let _service = shell
            .dev_with(&[("TITAN_CLOCK_OFFSET_SECONDS", offset)])
            .await;
        let found = complaints(&shell).await;
        found.are(&["fault clock"]);
        found.say("running service's clock");
    }
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
async fn an_unreachable_network_is_reported() {
    let (mut shell, service) = running().await;
    let mut gateway = Gateway::closed().unwrap();
    shell.set("SANDBOX_NETWORK", &gateway.socket_url());
    let found = complaints(&shell).await;
    found.are(&["fault whatsapp"]);
    found.say("refused");
    found.say(&gateway.address().to_string());
    let address = service.url.strip_prefix("http://").unwrap();
    gateway.open_to(address.parse().unwrap()).await.unwrap();
    complaints(&shell).await.are(&[]);
}
