//! Logins after the link, and what ends them.

use std::path::Path;

use serde_json::Value;
use wacore::types::events::Event;

use crate::harness::{ANA, Client, Network, TIMEOUT, linked_to_ana};

fn saved_devices(file: &Path) -> Value {
    let file = file.with_extension("phones").join(format!("{ANA}.json"));
    let phone: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    phone["devices"].clone()
}

#[tokio::test]
async fn a_link_is_on_disk_when_the_scan_returns() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.json");
    let network = Network::open(Some(file.clone()), 1.0).await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    network.scan(ANA, &code).await.unwrap();
    assert!(saved_devices(&file)["1"]["noise_key"].is_string());
    client.stop().await;
}

#[tokio::test]
async fn a_linked_client_logs_in_to_the_restarted_network() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.json");
    let network = Network::open(Some(file.clone()), 1.0).await;
    let (client, store) = linked_to_ana(&network).await;
    client.stop().await;
    drop(network);

    let network = Network::open(Some(file), 1.0).await;
    let client = Client::with_store(&network, store).await;
    client.connected().await;
    assert_eq!(network.devices(ANA).await[0]["online"], true);
    client.stop().await;
}

#[tokio::test]
async fn a_client_killed_right_after_the_scan_can_still_connect() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.json");
    let network = Network::open(Some(file.clone()), 1.0).await;
    let store = std::sync::Arc::new(wacore::store::InMemoryBackend::new());
    let client = Client::with_store(&network, store.clone()).await;
    let code = client.code().await;
    network.scan(ANA, &code).await.unwrap();
    client.stop().await;
    drop(network);

    let network = Network::open(Some(file), 1.0).await;
    let client = Client::with_store(&network, store).await;
    client.connected().await;
    assert_eq!(client.whatsapp.push_name(), "Ana Souza");
    client.stop().await;
}

#[tokio::test]
async fn an_unlinked_device_is_logged_out() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    network.unlink(ANA).await;
    client.logged_out().await;
    client.stop().await;

    let again = Client::with_store(&network, store).await;
    again.logged_out().await;
    again.stop().await;
}

#[tokio::test]
async fn a_second_login_replaces_the_first() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    let other = Client::with_store(&network, store).await;
    client
        .next("replaced", |event| {
            matches!(event, Event::StreamReplaced(_)).then_some(())
        })
        .await;
    other.connected().await;
    assert_eq!(network.devices(ANA).await[0]["online"], true);
    client.stop().await;
    other.stop().await;
}

#[tokio::test]
async fn a_device_can_log_itself_out() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    client.whatsapp.logout().await;
    client.logged_out().await;
    // The client does not wait for the network's answer.
    let removed = async {
        while !network.devices(ANA).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(TIMEOUT, removed).await.unwrap();
    client.stop().await;
}

#[tokio::test]
async fn the_settings_key_is_sent_and_confirmed_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.json");
    let network = Network::open(Some(file.clone()), 1.0).await;
    let (client, _) = linked_to_ana(&network).await;
    let confirmed = async {
        while saved_devices(&file)["1"]["has_app_state_key"] != true {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(TIMEOUT, confirmed).await.unwrap();
    let left = saved_devices(&file)["1"]["bundle"]["one_time"].clone();
    // The client may have uploaded another 30 in the meantime.
    assert_eq!(
        left.as_array().unwrap().len() % 30,
        29,
        "one of 30 keys was used"
    );
    client.stop().await;
}
