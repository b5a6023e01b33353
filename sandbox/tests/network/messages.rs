//! Messages both ways, with a client that is online and one that was offline.

use serde_json::json;
use wacore::types::events::Event;

use crate::harness::{ANA, BIA, Client, Network, TIMEOUT, linked_to_ana};

#[tokio::test]
async fn a_phone_sends_a_message_to_a_linked_device() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    for text in ["Oi", "Tudo bem?"] {
        let id = network.send(BIA, json!({ "text": text })).await;
        let read = client.text().await;
        assert_eq!((read.id, read.text.as_str()), (id.clone(), text));
        assert_eq!(read.chat, BIA);
        assert!(!read.from_me && !read.is_offline);
        network.wait_for("message_acked", &id).await;
    }
    let inbox = network.inbox(ANA).await;
    assert_eq!(inbox.len(), 2);
    assert_eq!(inbox[0]["text"], "Oi");
    assert_eq!(inbox[0]["from"], format!("+{BIA}"));
    client.stop().await;
}

#[tokio::test]
async fn a_linked_device_sends_a_message_to_a_phone() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let id = client.send_text(BIA, "Olá, Bia").await;
    client
        .next("a delivery receipt", |event| match event {
            Event::Receipt(receipt) => receipt.message_ids.contains(&id).then_some(()),
            _ => None,
        })
        .await;
    let inbox = network.inbox(BIA).await;
    assert_eq!(inbox.len(), 1);
    assert_eq!(inbox[0]["id"], id);
    assert_eq!(inbox[0]["text"], "Olá, Bia");
    assert_eq!(inbox[0]["fromMe"], false);
    // The account's own phone has its copy.
    let copies = network.inbox(ANA).await;
    assert_eq!(copies.len(), 1);
    assert_eq!(copies[0]["fromMe"], true);
    assert_eq!(copies[0]["to"], format!("+{BIA}"));

    let quoting = json!({ "text": "Oi, Ana", "quotedId": id });
    network.send(BIA, quoting).await;
    assert_eq!(client.text().await.text, "Oi, Ana");
    client.send_text(BIA, "Até logo").await;
    let second = async {
        while network.inbox(BIA).await.len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(TIMEOUT, second).await.unwrap();
    client.stop().await;
}

#[tokio::test]
async fn what_the_owner_writes_on_the_phone_reaches_their_devices_as_theirs() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let id = network.send(ANA, json!({ "text": "Oi", "to": BIA })).await;
    let read = client.text().await;
    assert_eq!((read.id, read.text.as_str()), (id.clone(), "Oi"));
    assert_eq!(read.chat, BIA);
    assert!(read.from_me);
    network.wait_for("message_acked", &id).await;
    assert_eq!(network.inbox(BIA).await[0]["text"], "Oi");
    client.stop().await;
}

#[tokio::test]
async fn messages_wait_for_an_offline_device() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    client.stop().await;
    for text in ["one", "two", "three"] {
        network.send(BIA, json!({ "text": text })).await;
    }
    let client = Client::with_store(&network, store).await;
    for (read, text) in client
        .texts(3)
        .await
        .into_iter()
        .zip(["one", "two", "three"])
    {
        assert_eq!(read.text, text);
        assert!(read.is_offline);
        network.wait_for("message_acked", &read.id).await;
    }
    client.stop().await;
}

#[tokio::test]
async fn a_message_waits_for_a_device_without_prekeys() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    network.scan(ANA, &code).await.unwrap();
    let id = network.send(BIA, json!({ "text": "early" })).await;
    let read = client.text().await;
    assert_eq!((read.id, read.text.as_str()), (id, "early"));
    client.stop().await;
}

#[tokio::test]
async fn a_message_needs_a_recipient_and_a_text() {
    let network = Network::start().await;
    let path = format!("/sandbox/phones/{BIA}/send");
    let (status, body) = network.post(&path, json!({ "text": "Oi" })).await;
    assert_eq!(
        (status.as_u16(), &body["code"]),
        (409, &json!("no_recipient"))
    );
    let unknown = json!({ "text": "Oi", "to": "4915112345678" });
    let (status, body) = network.post(&path, unknown).await;
    assert_eq!(
        (status.as_u16(), &body["code"]),
        (404, &json!("phone_not_found"))
    );
    let (status, body) = network.post(&path, json!({ "text": "" })).await;
    assert_eq!(
        (status.as_u16(), &body["code"]),
        (400, &json!("invalid_text"))
    );
}
