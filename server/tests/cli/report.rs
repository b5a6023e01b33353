//! `report` names versions, states, times and codes, and nothing that is private.

use std::fs;

use serde_json::{Value, json};
use titan_connect::cli::client;

use crate::process::{ANA, BOUND, Service, Shell};

/// The number, without its plus, names the session too: tenants do that.
const NAME: &str = "5511999990001";
const LINA: &str = "+4915112345678";

async fn phone_sends(service: &Service, from: &str, text: &str) {
    let address = format!("{}/sandbox/phones/{from}/send", service.url);
    let body = json!({"to": ANA, "text": text});
    let request = client::http(BOUND).post(address).json(&body);
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{answer:?}");
}

async fn add_phone(service: &Service, number: &str) {
    let address = format!("{}/sandbox/phones", service.url);
    let body = json!({"phoneNumber": number, "pushName": "Lina Berg"});
    let request = client::http(BOUND).post(address).json(&body);
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{answer:?}");
}

/// Every text, key and number in the tables that a report must not contain.
async fn private_values(shell: &Shell) -> Vec<String> {
    use sqlx::Row as _;
    sqlx::any::install_default_drivers();
    let file = shell.file("data-dev/titan.db");
    let pool = sqlx::AnyPool::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    let mut values = Vec::new();
    for statement in [
        "SELECT phone_number FROM sessions",
        "SELECT lid FROM sessions",
        "SELECT push_name FROM sessions",
        "SELECT name FROM sessions",
        "SELECT key FROM engine_keys",
        "SELECT hex(value) FROM engine_keys",
        "SELECT payload FROM events",
        "SELECT source FROM events WHERE source IS NOT NULL",
    ] {
        let rows = sqlx::query(statement).fetch_all(&pool).await.unwrap();
        assert!(!rows.is_empty(), "{statement}");
        values.extend(rows.iter().map(|row| row.get::<String, _>(0)));
    }
    pool.close().await;
    // The keys of some rows are short words or numbers.
    values.retain(|value| value.len() > 6);
    values
}

async fn report_with(shell: &Shell, event: &str) -> Value {
    let mut ticks = tokio::time::interval(std::time::Duration::from_millis(100));
    let complete = async {
        loop {
            ticks.tick().await;
            let report = shell.data_of(&["report", NAME]).await;
            let has = |list: &Value, what: &str| {
                let list = list.as_array().unwrap();
                list.iter().any(|entry| entry["what"] == what)
            };
            if has(&report["events"], event) && has(&report["history"], "connected") {
                return report;
            }
        }
    };
    tokio::time::timeout(BOUND, complete)
        .await
        .expect("in time")
}

#[tokio::test]
async fn a_report_contains_the_history_and_nothing_private() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    add_phone(&service, LINA).await;
    shell.link(&service, NAME, ANA).await;
    phone_sends(&service, LINA, "Is the blue one still there?").await;
    let report = report_with(&shell, "message.received").await;

    assert_eq!(report["session"]["status"], "CONNECTED");
    assert_eq!(report["session"]["method"], "qr");
    assert_eq!(report["program"]["isSandbox"], true);
    let version = &report["whatsappVersion"];
    assert_eq!(version["version"], "2.3000.1026131876");
    let history: Vec<&str> = report["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["what"].as_str().unwrap())
        .collect();
    assert_eq!(history, ["code_shown", "linked", "connected"]);

    let text = report.to_string();
    let mut private = private_values(&shell).await;
    private.extend(["Ana", "Lina", "blue", "551199999", "4915112345"].map(str::to_owned));
    for value in private {
        assert!(!text.contains(&value), "{value:?} is in {text}");
    }
}

#[tokio::test]
async fn a_report_can_be_written_to_a_file_while_no_service_runs() {
    let mut shell = Shell::new();
    let service = shell.dev().await;
    shell
        .data_of(&["sessions", "create", NAME, "--start"])
        .await;
    service.kill().await;
    let said = shell
        .run(&["report", NAME, "--output", "report.json"])
        .await;
    assert_eq!(said.code, 0, "{said:?}");
    let written = fs::read_to_string(shell.file("report.json")).unwrap();
    let report: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(report["session"]["status"], "CONNECTING");

    let said = shell.run(&["report", "unknown"]).await;
    said.refused(1, "there is no session of this name");
}
