//! Messages after a restart of the network, and after either side has lost its Signal sessions.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use wacore::store::InMemoryBackend;

use crate::harness::{BIA, Client, Network, TIMEOUT, linked_to_ana};

#[tokio::test]
async fn waiting_messages_survive_the_networks_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.json");
    let network = Network::open(Some(file.clone()), 1.0).await;
    let (client, store) = linked_to_ana(&network).await;
    network.send(BIA, json!({ "text": "before" })).await;
    assert_eq!(client.text().await.text, "before");
    client.stop().await;
    let id = network.send(BIA, json!({ "text": "meanwhile" })).await;
    drop(network);

    let network = Network::open(Some(file), 1.0).await;
    let client = Client::with_store(&network, store).await;
    let read = client.text().await;
    assert_eq!((read.id, read.text.as_str()), (id, "meanwhile"));
    // The phones have lost their sessions, and start new ones.
    network.send(BIA, json!({ "text": "after" })).await;
    assert_eq!(client.text().await.text, "after");
    client.stop().await;
}

#[tokio::test]
async fn a_phone_that_lost_its_sessions_requests_the_message_again() {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("network.json");
    let network = Network::open(Some(file.clone()), 1.0).await;
    let (client, store) = linked_to_ana(&network).await;
    client.send_text(BIA, "before").await;
    // After an answer, messages no longer contain what starts a session.
    network.send(BIA, json!({ "text": "answer" })).await;
    client.text().await;
    client.send_text(BIA, "ongoing").await;
    client.stop().await;
    drop(network);

    let network = Network::open(Some(file), 1.0).await;
    let client = Client::with_store(&network, store).await;
    client.connected().await;
    client.wait_for_tokens().await;
    let id = client.send_text(BIA, "after").await;
    network.wait_for("retry_requested", &id).await;
    let arrival = async {
        while !network
            .inbox(BIA)
            .await
            .iter()
            .any(|message| message["text"] == "after")
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(TIMEOUT, arrival).await.unwrap();
    client.stop().await;
}

#[tokio::test]
async fn a_device_that_lost_its_sessions_receives_the_message_again() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    network.send(BIA, json!({ "text": "first" })).await;
    client.text().await;
    client.send_text(BIA, "answer").await;
    let second = network.send(BIA, json!({ "text": "second" })).await;
    client.text().await;
    // A message that is not acknowledged would be sent again before the third.
    network.wait_for("message_acked", &second).await;
    client.stop().await;

    // The same device without its Signal sessions.
    let bare = without_sessions(&store).await;
    let id = network.send(BIA, json!({ "text": "third" })).await;
    let client = Client::with_store(&network, bare).await;
    let read = client.text().await;
    assert_eq!((read.id, read.text.as_str()), (id.clone(), "third"));
    network.wait_for("retry_requested", &id).await;
    network.wait_for("message_acked", &id).await;
    client.stop().await;
}

/// A store with the same device and none of its Signal sessions.
async fn without_sessions(store: &Arc<InMemoryBackend>) -> Arc<InMemoryBackend> {
    use wacore::store::traits::DeviceStore as _;
    let bare = InMemoryBackend::new();
    let device = store.load().await.unwrap().unwrap();
    bare.save(&device).await.unwrap();
    Arc::new(bare)
}
