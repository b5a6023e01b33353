//! The effect of a client that reports that it is in use: its phone does not ring.

use serde_json::json;
use wacore::types::events::Event;

use crate::harness::{ANA, Network, linked_to_ana};

async fn ana(network: &Network) -> serde_json::Value {
    let (_, phones) = network.get("/sandbox/phones").await;
    let mut phones = phones["data"].as_array().unwrap().iter();
    let number = format!("+{ANA}");
    let phone = phones.find(|phone| phone["phoneNumber"] == number);
    phone.unwrap().clone()
}

#[tokio::test]
async fn a_phone_is_silent_while_a_linked_device_is_in_use() {
    let network = Network::start().await;
    assert_eq!(ana(&network).await["rings"], true);
    let (client, _) = linked_to_ana(&network).await;
    client.whatsapp.presence().set_available().await.unwrap();
    // The stanzas of a connection are handled in order, so the answer to a request comes after them.
    client.whatsapp.blocking().get_blocklist().await.unwrap();
    let phone = ana(&network).await;
    assert_eq!(phone["rings"], false);
    assert_eq!(phone["devices"][0]["presence"], "available");

    client.whatsapp.presence().set_unavailable().await.unwrap();
    client.whatsapp.blocking().get_blocklist().await.unwrap();
    assert_eq!(ana(&network).await["rings"], true);

    client.whatsapp.presence().set_available().await.unwrap();
    client.whatsapp.blocking().get_blocklist().await.unwrap();
    assert_eq!(ana(&network).await["rings"], false);
    client.stop().await;
}

#[tokio::test]
async fn a_new_name_is_reported_to_linked_devices() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let path = format!("/sandbox/phones/{ANA}/rename");
    let (status, phone) = network.post(&path, json!({ "pushName": "Ana" })).await;
    assert_eq!(
        (status.as_u16(), &phone["data"]["pushName"]),
        (200, &json!("Ana"))
    );
    let name = client
        .next("a new name", |event| match event {
            Event::SelfPushNameUpdated(update) => Some(update.new_name.clone()),
            _ => None,
        })
        .await;
    assert_eq!(name, "Ana");
    let (status, _) = network.post(&path, json!({ "pushName": " " })).await;
    assert_eq!(status.as_u16(), 400);
    client.stop().await;
}
