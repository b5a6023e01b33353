//! What goes wrong on purpose.

use serde_json::json;
use wacore::types::events::Event;

use crate::harness::{Client, Network, linked_to_ana};

#[tokio::test]
async fn a_dropped_client_comes_back() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    network.fault(json!({ "dropNow": true })).await;
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_refused_login_says_why() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    client.stop().await;

    let ban = json!({ "refuseNextLogin": { "reason": 402, "expireSeconds": 120 } });
    network.fault(ban).await;
    let client = Client::on(&network, store.clone()).await;
    let seconds = client
        .next("a ban", |event| match event {
            Event::TemporaryBan(ban) => Some(ban.expire.num_seconds()),
            _ => None,
        })
        .await;
    assert_eq!(seconds, 120);
    client.stop().await;

    network
        .fault(json!({ "refuseNextLogin": { "reason": 405 } }))
        .await;
    let client = Client::on(&network, store.clone()).await;
    client
        .next("outdated", |event| {
            matches!(event, Event::ClientOutdated(_)).then_some(())
        })
        .await;
    client.stop().await;

    // A refusal is spent; the device itself is as linked as before.
    let client = Client::on(&network, store).await;
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn an_unavailable_network_is_tried_again() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let fault = json!({ "refuseNextLogin": { "reason": 503 }, "dropNow": true });
    network.fault(fault).await;
    client
        .next("a failed login", |event| {
            matches!(event, Event::ConnectFailure(_)).then_some(())
        })
        .await;
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_slow_network_still_links() {
    let network = Network::start().await;
    network.fault(json!({ "latencyMs": 30 })).await;
    let (client, _) = linked_to_ana(&network).await;
    client.stop().await;
}
