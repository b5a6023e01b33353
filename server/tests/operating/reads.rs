//! How often requests read the database, by the log of its queries.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::process::Process;

const QUERIES: &str = "info,sqlx::query=debug";

#[tokio::test]
async fn opening_a_link_reads_each_row_once() {
    let variables = [("RUST_LOG", QUERIES), ("LOG_FORMAT", "json")];
    let mut process = Process::start(&variables).await;
    let (_, url) = process.link().await;
    for _ in 0..2 {
        // The first time starts the session.
        let page = reqwest::Client::new()
            .get(&url)
            .header("sec-fetch-dest", "document");
        let answer = page.send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    process.terminate().await;
    let (_, log) = process.ended().await;

    let lines: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let openings = lines
        .iter()
        .filter(|line| line["message"] == "answered" && line["span"]["route"] == "/widget/connect");
    let ids: Vec<&Value> = openings.map(|line| &line["span"]["requestId"]).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    for id in ids {
        let reads = reads_of(&lines, id);
        assert_eq!(reads.get("widget_sessions"), Some(&1), "{reads:?}");
        assert!(reads.values().all(|times| *times == 1), "{reads:?}");
    }
}

/// How often a request read each table.
fn reads_of(lines: &[Value], request_id: &Value) -> BTreeMap<String, usize> {
    let mut reads = BTreeMap::new();
    for line in lines {
        if line["rows_returned"].is_null() || line["span"]["requestId"] != *request_id {
            continue;
        }
        let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
        let statement = Some(text("db.statement")).filter(|it| !it.is_empty());
        let statement = statement.unwrap_or_else(|| text("summary"));
        let words: Vec<&str> = statement.split_whitespace().collect();
        if words.first() == Some(&"SELECT") {
            let from = words.iter().position(|word| *word == "FROM").unwrap();
            *reads.entry(words[from + 1].to_owned()).or_default() += 1;
        }
    }
    reads
}
