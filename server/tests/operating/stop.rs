//! A shutdown under load: answered requests are durable, and no client hangs.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::process::{ANA, BOUND, Process};

/// How many backends write at the same time.
const WRITERS: usize = 8;

/// Creates sessions until the service has stopped. Returns the names of those with a successful response.
async fn write(process: Arc<Process>, writer: usize, answered: Arc<Semaphore>) -> Vec<String> {
    let mut names = Vec::new();
    loop {
        let name = format!("w{writer}-{}", names.len());
        let made = process.post("/api/sessions", json!({"name": name})).await;
        match made {
            Ok((201, _)) => {
                names.push(name);
                answered.add_permits(1);
            }
            // A request is either answered or not accepted; none is aborted.
            Ok((status, body)) => panic!("{status}: {body}"),
            Err(_) => return names,
        }
    }
}

#[tokio::test]
async fn answered_requests_are_durable_after_a_stop_under_load() {
    let mut process = Process::start(&[]).await;
    link_ana(&process).await;
    let (token, _) = process.link_named("other").await;
    let mut live = reqwest::Client::new()
        .get(format!("{}/widget/live", process.url))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    live.chunk().await.unwrap().expect("the whole state first");

    let answered = Arc::new(Semaphore::new(0));
    let shared = Arc::new(process);
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        writers.spawn(write(shared.clone(), writer, answered.clone()));
    }
    let under_way = answered.acquire_many(40).await.unwrap();
    shared.terminate().await;
    under_way.forget();
    let mut names = Vec::new();
    while let Some(written) = writers.join_next().await {
        names.extend(written.unwrap());
    }
    let streamed = tokio::time::timeout(BOUND, async {
        while live
            .chunk()
            .await
            .expect("the stream ends cleanly")
            .is_some()
        {}
    });
    streamed.await.expect("the stream ends");

    process = Arc::into_inner(shared).unwrap();
    let (status, log) = process.ended().await;
    assert!(status.success(), "{status}: {log:#?}");
    assert!(
        !log.iter().any(|line| line.contains("in time")),
        "something was given up: {log:#?}"
    );

    let process = process.again().await;
    let (_, listed) = process.get("/api/sessions").await.unwrap();
    let listed = listed["data"].as_array().unwrap();
    let there: Vec<&str> = listed
        .iter()
        .filter_map(|session| session["name"].as_str())
        .collect();
    assert!(names.len() >= 40);
    for name in &names {
        assert!(there.contains(&name.as_str()), "{name} was answered for");
    }
    process.until_status("support", "CONNECTED").await;
}

async fn link_ana(process: &Process) {
    let body = json!({"name": "support", "start": true});
    process.post("/api/sessions", body).await.unwrap();
    let (_, code) = process.get("/api/support/pair/qr").await.unwrap();
    let scan = format!("/sandbox/phones/{ANA}/scan");
    let (status, _) = process
        .post(&scan, json!({"qr": code["qr"]}))
        .await
        .unwrap();
    assert_eq!(status, 200);
    process.until_status("support", "CONNECTED").await;
}

#[tokio::test]
async fn a_draining_service_works_and_is_not_ready() {
    let mut process = Process::start(&[("DRAIN_SECONDS", "2")]).await;
    assert_eq!(process.get("/health/ready").await.unwrap().0, 200);
    process.terminate().await;
    let body = until_unready(&process).await;
    assert_eq!(body["failing"], json!(["stopping"]));
    assert_eq!(process.get("/api/sessions").await.unwrap().0, 200);
    assert!(process.ended().await.0.success());
}

#[tokio::test]
async fn a_second_signal_stops_it_at_once() {
    let mut process = Process::start(&[("DRAIN_SECONDS", "300")]).await;
    process.terminate().await;
    until_unready(&process).await;
    process.terminate().await;
    let (status, _) = process.ended().await;
    assert_eq!(status.code(), Some(1));
}

/// Polls until it is not ready, because the signal arrives asynchronously.
async fn until_unready(process: &Process) -> serde_json::Value {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..500 {
        ticks.tick().await;
        let (status, body) = process.get("/health/ready").await.unwrap();
        if status == 503 {
            return body;
        }
    }
    panic!("the signal was not heard");
}
