//! The version of the web client: what the network publishes, and what becomes of older clients.

use axum::http::StatusCode;
use serde_json::json;
use wacore::types::events::Event;
use wacore::version::parse_sw_js;

use crate::harness::{ANA, Client, Network, linked_to_ana};

/// The harness's client is older.
const NEWER: &str = "2.3000.1026131877";

async fn outdated(client: &Client) {
    client
        .next("outdated", |event| {
            matches!(event, Event::ClientOutdated(_)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn the_script_names_the_published_version() {
    let network = Network::start().await;
    let (status, script) = network.text("/sandbox/sw.js").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(parse_sw_js(&script), Some((2, 3000, 1_026_131_876)));

    let newer = json!({ "publishedVersion": { "version": NEWER } });
    network.set_faults(newer).await;
    let (_, script) = network.text("/sandbox/sw.js").await;
    assert_eq!(parse_sw_js(&script), Some((2, 3000, 1_026_131_877)));

    let failing = json!({ "publishedVersion": { "failing": 403 } });
    network.set_faults(failing).await;
    let (status, _) = network.text("/sandbox/sw.js").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_outdated_client_is_refused_before_a_code_and_at_its_login() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    client.stop().await;
    let minimum = json!({ "minimumVersion": { "version": NEWER } });
    network.set_faults(minimum).await;
    for client in [
        Client::new(&network).await,
        Client::with_store(&network, store).await,
    ] {
        outdated(&client).await;
        client.stop().await;
    }
}

#[tokio::test]
async fn the_scan_of_an_outdated_clients_code_can_fail_silently() {
    let network = Network::start().await;
    let minimum = json!({ "minimumVersion": { "version": NEWER, "scansFail": true } });
    network.set_faults(minimum).await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    let scanned = network.scan(ANA, &code).await;
    assert_eq!(scanned, Err("could_not_link".to_owned()));
    // The client has heard nothing, and its code links once the minimum is lower.
    let minimum = json!({ "minimumVersion": { "version": "2.3000.1" } });
    network.set_faults(minimum).await;
    network.scan(ANA, &code).await.unwrap();
    client.connected().await;
    client.stop().await;
}
