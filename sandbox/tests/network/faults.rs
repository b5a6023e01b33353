//! Faults that a caller sets.

use std::time::{Duration, Instant};

use serde_json::json;
use wacore::types::events::Event;

use crate::harness::{ANA, BIA, Client, Network, linked_to_ana};

#[tokio::test]
async fn a_dropped_client_reconnects() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    network.set_faults(json!({ "dropNow": true })).await;
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_failed_login_has_a_reason() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    client.stop().await;

    let ban = json!({ "refuseNextLogin": { "reason": 402, "expireSeconds": 120 } });
    network.set_faults(ban).await;
    let client = Client::with_store(&network, store.clone()).await;
    let seconds = client
        .next("a ban", |event| match event {
            Event::TemporaryBan(ban) => Some(ban.expire.num_seconds()),
            _ => None,
        })
        .await;
    assert_eq!(seconds, 120);
    client.stop().await;

    network
        .set_faults(json!({ "refuseNextLogin": { "reason": 405 } }))
        .await;
    let client = Client::with_store(&network, store.clone()).await;
    client
        .next("outdated", |event| {
            matches!(event, Event::ClientOutdated(_)).then_some(())
        })
        .await;
    client.stop().await;

    // The fault is used up, and the device is still linked.
    let client = Client::with_store(&network, store).await;
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_client_tries_an_unavailable_network_again() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let fault = json!({ "refuseNextLogin": { "reason": 503 }, "dropNow": true });
    network.set_faults(fault).await;
    client
        .next("a failed login", |event| {
            matches!(event, Event::ConnectFailure(_)).then_some(())
        })
        .await;
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_slow_network_is_slow_and_still_links() {
    const LATENCY: Duration = Duration::from_millis(400);
    let network = Network::start().await;
    network.set_faults(json!({ "latencyMs": 30 })).await;
    let (client, _) = linked_to_ana(&network).await;

    let latency = json!({ "latencyMs": LATENCY.as_millis() });
    network.set_faults(latency).await;
    let asked = Instant::now();
    client.whatsapp.fetch_props().await.unwrap();
    assert!(asked.elapsed() >= LATENCY, "{:?}", asked.elapsed());
    client.stop().await;
}

#[tokio::test]
async fn a_banned_phone_cannot_log_in_until_the_ban_ends() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    let ban = json!({ "ban": { "phoneNumber": ANA, "expireSeconds": 60 } });
    network.set_faults(ban).await;
    expect_ban(&client).await;
    client.stop().await;
    let client = Client::with_store(&network, store.clone()).await;
    expect_ban(&client).await;
    client.stop().await;

    let over = json!({ "ban": { "phoneNumber": ANA, "expireSeconds": 0 } });
    network.set_faults(over).await;
    let client = Client::with_store(&network, store).await;
    client.connected().await;
    client.stop().await;
}

async fn expect_ban(client: &Client) {
    let seconds = client
        .next("a ban", |event| match event {
            Event::TemporaryBan(ban) => Some(ban.expire.num_seconds()),
            _ => None,
        })
        .await;
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_device_can_be_replaced_without_another_client() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    network
        .set_faults(json!({ "replace": { "phoneNumber": ANA } }))
        .await;
    client
        .next("replaced", |event| {
            matches!(event, Event::StreamReplaced(_)).then_some(())
        })
        .await;
    client.stop().await;
}

#[tokio::test]
async fn a_login_can_be_taken_over_or_fail_with_an_unknown_reason() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    client.stop().await;
    for (reason, expected) in [(409, "StreamReplaced"), (499, "ConnectFailure")] {
        let fault = json!({ "refuseLogins": { "reason": reason, "phoneNumber": ANA } });
        network.set_faults(fault).await;
        let client = Client::with_store(&network, store.clone()).await;
        client
            .next(expected, |event| {
                format!("{event:?}").starts_with(expected).then_some(())
            })
            .await;
        client.stop().await;
    }
}

#[tokio::test]
async fn a_corrupt_link_is_rejected_by_the_client() {
    let network = Network::start().await;
    network
        .set_faults(json!({ "spoilLinks": { "times": 1 } }))
        .await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    assert_eq!(network.scan(ANA, &code).await.unwrap_err(), "link_refused");
    client
        .next("a rejected link", |event| {
            matches!(event, Event::PairError(_)).then_some(())
        })
        .await;
    client.stop().await;
}

#[tokio::test]
async fn a_stream_error_has_its_number() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let fault = json!({ "streamError": { "phoneNumber": ANA, "code": "500" } });
    network.set_faults(fault).await;
    let code = client
        .next("a stream error", |event| match event {
            Event::StreamError(error) => Some(error.code.clone()),
            _ => None,
        })
        .await;
    assert_eq!(code, "500");
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_fault_of_one_phone_does_not_affect_others() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let fault = json!({
        "refuseLogins": { "reason": 401, "times": 3, "phoneNumber": BIA },
        "dropNow": { "phoneNumber": BIA },
    });
    let (_, response) = network.post("/sandbox/faults", fault).await;
    assert_eq!(response["data"]["dropped"], 0);
    let fault = json!({ "dropNow": { "phoneNumber": ANA } });
    let (_, response) = network.post("/sandbox/faults", fault).await;
    assert_eq!(response["data"]["dropped"], 1);
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn the_history_contains_the_events_and_no_secret() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    network.scan(ANA, &code).await.unwrap();
    client.connected().await;
    network.unlink(ANA).await;
    client.logged_out().await;
    client.stop().await;

    let (_, all) = network.get("/sandbox/history").await;
    assert_eq!(all["data"][0]["kind"], "connected");
    assert!(!all.to_string().contains(&code[..20]));
    let path = format!("/sandbox/history?phoneNumber=%2B{ANA}");
    let (_, anas) = network.get(&path).await;
    let entries = anas["data"].as_array().unwrap();
    let kinds: Vec<&str> = entries
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        // The client reports at a time of its own whether it is in use.
        .filter(|kind| *kind != "presence")
        .collect();
    assert_eq!(kinds[..4], ["scan", "linked", "login", "unlinked"]);
    assert_eq!(entries[1]["device"], 1);
    let (status, _) = network.get("/sandbox/history?phoneNumber=x").await;
    assert_eq!(status, 400);
}
