//! Data of an earlier version (server/tests/upgrade) works with this version, and its numbers stay linked.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use engine::{Change, KeyStore as _};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection as _, Row as _};
use titan_connect::app::secrets;
use titan_connect::cli::client::{self, Method};
use titan_connect::runtime::config::ConfiguredSecrets;
use titan_connect::store::Store;
use tokio::time::{interval, timeout};

use crate::exclusive::copy_folder;
use crate::postgres::Cluster;
use crate::process::{ANA, BOUND, Service, Shell};

const BIA: &str = "+5521988880002";
const CARL: &str = "+4915112345678";
const DORA: &str = "+33612345678";

/// The data folder, in the shell's folder.
const FOLDER: &str = "numbers";

fn fixture(database: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/upgrade/8b7267d")
        .join(database)
}

/// A shell whose data folder is a copy of the fixture, with the right modes, which version control does not store.
fn shell(database: &str) -> Shell {
    let shell = Shell::new().with("DATA_DIR", FOLDER);
    let folder = shell.file(FOLDER);
    copy_folder(&fixture(database), &folder);
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
        }
    }
    shell
}

fn sqlite() -> (Shell, String) {
    let shell = shell("sqlite");
    let file = shell.file(FOLDER).join("titan.db");
    (shell, format!("sqlite://{}", file.display()))
}

fn postgres(cluster: &Cluster) -> (Shell, String) {
    let shell = shell("postgres");
    let dump = Path::new(&cluster.socket()).join("dump.sql");
    fs::copy(shell.file(FOLDER).join("dump.sql"), &dump).unwrap();
    fs::set_permissions(&dump, Permissions::from_mode(0o644)).unwrap();
    let (socket, dump) = (cluster.socket(), dump.display().to_string());
    let target = ["-h", &socket, "-U", "titan", "-d", "postgres"];
    let script = ["-q", "-v", "ON_ERROR_STOP=1", "-f", &dump];
    cluster.run("psql", &[&target[..], &script[..]].concat());
    (shell.with("DATABASE_URL", &cluster.url()), cluster.url())
}

/// The service, with a tenant's key.
struct Tenant {
    url: String,
    key: String,
}

impl Tenant {
    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let address = format!("{}{path}", self.url);
        let request = client::http(BOUND).request(method, address);
        let body = body.unwrap_or(json!({}));
        let answer = request.bearer_auth(&self.key).json(&body).send().await;
        let answer = answer.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str::<Value>(&text).unwrap()["data"].take()
    }

    async fn connected(&self, session: &str, phone: &str) {
        let path = format!("/api/sessions/{session}");
        until("connected", async || {
            let shown = self.call(Method::GET, &path, None).await;
            assert_eq!(shown["phoneNumber"], phone, "{shown}");
            shown["status"] == "CONNECTED"
        })
        .await;
    }

    /// Sends from the session to `to`, and from `to`'s phone to the session's number.
    async fn talks(&self, database: &str, session: &str, phone: &str, to: &str) {
        let text = format!("upgraded {phone}");
        let chat = format!("{}@s.whatsapp.net", to.trim_start_matches('+'));
        let body = json!({"session": session, "chatId": chat, "type": "text", "text": text});
        self.call(Method::POST, "/api/messages/send", Some(body))
            .await;
        let inbox = format!("/sandbox/phones/{to}/inbox");
        until("the phone has the message", async || {
            let list = self.call(Method::GET, &inbox, None).await;
            let list = list.as_array().unwrap();
            list.iter().any(|letter| letter["text"] == text)
        })
        .await;
        let answer = json!({"to": phone, "text": format!("answer to {text}")});
        let send = format!("/sandbox/phones/{to}/send");
        self.call(Method::POST, &send, Some(answer)).await;
        until("the session has the answer", async || {
            received(database, &format!("answer to {text}")).await
        })
        .await;
    }
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let mut ticks = interval(Duration::from_millis(50));
    let asking = async {
        while !is_so().await {
            ticks.tick().await;
        }
    };
    timeout(BOUND, asking).await.expect(what);
}

/// Whether an event reports a message with this text.
async fn received(database: &str, text: &str) -> bool {
    let mut connection = AnyConnection::connect(database).await.unwrap();
    let sql = "SELECT payload FROM events WHERE event = 'message.received'";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter()
        .any(|row| row.get::<String, _>("payload").contains(text))
}

fn keys(shell: &Shell) -> Value {
    let text = fs::read_to_string(shell.file(FOLDER).join("keys.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn every_number_is_still_linked((mut shell, database): (Shell, String)) {
    sqlx::any::install_default_drivers();
    let keys = keys(&shell);
    for start in 0..2 {
        let service = shell.dev().await;
        let tenant = |name: &str| Tenant {
            url: service.url.clone(),
            key: keys[name].as_str().unwrap().to_owned(),
        };
        let (first, second) = (tenant("tenant"), tenant("secondTenant"));
        first.connected("support", ANA).await;
        first.connected("sales", BIA).await;
        second.connected("support", DORA).await;
        let stopped = first.call(Method::GET, "/api/sessions/stopped", None).await;
        if start == 0 {
            assert_eq!(stopped["statusReason"], "MANUAL_STOP");
            first
                .call(Method::POST, "/api/sessions/stopped/start", None)
                .await;
        }
        first.connected("stopped", CARL).await;
        let proxied = first.call(Method::GET, "/api/sessions/proxied", None).await;
        assert!(proxied["proxy"].is_string(), "{proxied}");
        let webhook = format!("/api/webhooks/{}", keys["webhook"]);
        let webhook = first.call(Method::GET, &webhook, None).await;
        assert_eq!(webhook["label"], "backend", "{webhook}");
        if start == 0 {
            first.talks(&database, "support", ANA, BIA).await;
            first.talks(&database, "sales", BIA, CARL).await;
            first.talks(&database, "stopped", CARL, DORA).await;
            second.talks(&database, "support", DORA, ANA).await;
        }
        service.kill().await;
    }
}

#[tokio::test]
async fn numbers_of_an_earlier_sqlite_database_are_still_linked() {
    every_number_is_still_linked(sqlite()).await;
}

#[tokio::test]
async fn numbers_of_an_earlier_postgres_database_are_still_linked() {
    let cluster = Cluster::start();
    every_number_is_still_linked(postgres(&cluster)).await;
}

/// The failed starts change nothing, and the right start keeps every link.
async fn a_wrong_start_costs_nothing((mut shell, database): (Shell, String)) {
    sqlx::any::install_default_drivers();
    let links = links(&database).await;
    assert_eq!(links.len(), 4);
    shell.set("LISTEN", "127.0.0.1:0");
    let refused = shell.run(&["serve"]).await;
    refused.refused(1, "linked with the sandbox");
    assert!(refused.err.contains("titan-connect dev"), "{refused:?}");
    let sandbox = shell.file(FOLDER).join("sandbox.json");
    fs::rename(&sandbox, shell.file("aside")).unwrap();
    let refused = shell.run(&["dev"]).await;
    refused.refused(1, "linked with another sandbox");
    fs::rename(shell.file("aside"), &sandbox).unwrap();
    assert_eq!(self::links(&database).await, links);
    let service = shell.dev().await;
    shell.until_connected("support").await;
    service.kill().await;
}

#[tokio::test]
async fn the_network_of_an_earlier_sqlite_database_is_found_by_its_links() {
    a_wrong_start_costs_nothing(sqlite()).await;
}

#[tokio::test]
async fn the_network_of_an_earlier_postgres_database_is_found_by_its_links() {
    let cluster = Cluster::start();
    a_wrong_start_costs_nothing(postgres(&cluster)).await;
}

/// The sessions with keys, and how many keys.
async fn links(database: &str) -> Vec<(String, i64)> {
    let mut connection = AnyConnection::connect(database).await.unwrap();
    let sql = "SELECT session_id, CAST(COUNT(*) AS BIGINT) AS keys FROM engine_keys GROUP BY session_id ORDER BY session_id";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter()
        .map(|row| (row.get("session_id"), row.get("keys")))
        .collect()
}

#[tokio::test]
async fn an_earlier_database_with_links_of_two_networks_requires_a_choice() {
    let (mut shell, database) = sqlite();
    sqlx::any::install_default_drivers();
    link_with_whatsapp(&shell, &database, "sales").await;
    shell.set("LISTEN", "127.0.0.1:0");
    for command in ["serve", "dev"] {
        let refused = shell.run(&[command]).await;
        refused.refused(1, "sessions of two networks");
        assert!(refused.err.contains("network keep"), "{refused:?}");
    }
    let shown = shell.data_of(&["network", "show"]).await;
    assert_eq!(shown["network"], Value::Null);
    assert_eq!(shown["whatsapp"], json!(["sales"]));
    assert_eq!(shown["sandbox"], json!(["stopped", "support", "support"]));
    let kept = shell.data_of(&["network", "keep", "sandbox"]).await;
    assert_eq!(kept["forgotten"], json!(["sales"]));
    let service: Service = shell.dev().await;
    shell.until_connected("support").await;
    let sales = shell.data_of(&["sessions", "show", "sales"]).await;
    assert_eq!(sales["statusReason"], "LOGGED_OUT");
    shell
        .run(&["network", "keep", "sandbox"])
        .await
        .refused(1, "runs on the data folder");
    service.kill().await;
    shell
        .run(&["network", "keep", "whatsapp"])
        .await
        .refused(1, "belongs to the sandbox");
}

/// Gives the stored device an address that no sandbox assigns.
async fn link_with_whatsapp(shell: &Shell, database: &str, session: &str) {
    let secrets = secrets::find(&shell.file(FOLDER), &ConfiguredSecrets::default());
    let sealer = secrets.unwrap().unwrap().sealer;
    let store = Arc::new(
        Store::open_existing(database, sealer)
            .await
            .unwrap()
            .unwrap(),
    );
    // The tables are those of the earlier version, which the store does not read as sessions.
    let mut connection = AnyConnection::connect(database).await.unwrap();
    let row = sqlx::query("SELECT id, lid FROM sessions WHERE name = $1")
        .bind(session)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let (id, lid): (String, String) = (row.get("id"), row.get("lid"));
    let (user, _) = lid.split_once('@').unwrap_or((&lid, ""));
    let device = store.get(&id, "device", "self").await.unwrap();
    let device = String::from_utf8(device.unwrap()).unwrap();
    assert!(device.contains(user), "the stored link names its address");
    let change = Change::Put {
        kind: "device",
        key: "self".to_owned(),
        value: device.replace(user, "123456789012345").into_bytes(),
    };
    store.apply(&id, vec![change]).await.unwrap();
    store.close().await;
}
