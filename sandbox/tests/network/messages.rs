//! Messages both ways: with a client that is online, one that was offline, and sessions lost on either side.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use wacore::store::InMemoryBackend;
use wacore::types::events::Event;
use waproto::whatsapp as wa;

use crate::harness::{ANA, BIA, Client, Network, TIMEOUT, linked_to_ana};

impl Network {
    async fn send(&self, from: &str, body: Value) -> String {
        let path = format!("/sandbox/phones/{from}/send");
        let (status, body) = self.post(&path, body).await;
        assert_eq!(status, 200, "{body}");
        body["data"]["id"].as_str().unwrap().to_owned()
    }

    async fn inbox(&self, number: &str) -> Vec<Value> {
        let (_, body) = self.get(&format!("/sandbox/phones/{number}/inbox")).await;
        body["data"].as_array().unwrap().clone()
    }

    /// Waits until the history has an entry of this kind with this detail.
    async fn wait_for(&self, kind: &str, detail: &str) {
        let search = async {
            loop {
                let (_, body) = self.get("/sandbox/history").await;
                let entries = body["data"].as_array().unwrap().clone();
                if entries
                    .iter()
                    .any(|entry| entry["kind"] == kind && entry["detail"] == detail)
                {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        let seen = tokio::time::timeout(TIMEOUT, search).await;
        seen.unwrap_or_else(|_| panic!("the history never had {kind}"));
    }
}

struct ReceivedText {
    id: String,
    text: String,
    chat: String,
    from_me: bool,
    is_offline: bool,
}

impl Client {
    /// The next text that the client receives. Other messages are skipped.
    async fn text(&self) -> ReceivedText {
        self.texts(1).await.remove(0)
    }

    /// The next `count` texts. Those that waited may come in one event.
    async fn texts(&self, count: usize) -> Vec<ReceivedText> {
        let mut texts = Vec::new();
        self.next("a message", |event| {
            texts.extend(event.messages().filter_map(|received| {
                let message = &received.message;
                let sent = message.device_sent_message.as_option();
                let inner = sent.and_then(|sent| sent.message.as_option());
                let message = inner.unwrap_or(message);
                let extended = message.extended_text_message.as_option();
                let text = extended.and_then(|extended| extended.text.clone());
                Some(ReceivedText {
                    id: received.info.id.to_string(),
                    text: text.or_else(|| message.conversation.clone())?,
                    chat: received.info.source.chat.user.to_string(),
                    from_me: received.info.source.is_from_me,
                    is_offline: received.info.is_offline,
                })
            }));
            (texts.len() >= count).then_some(())
        })
        .await;
        texts
    }

    async fn send_text(&self, to: &str, text: &str) -> String {
        let message = wa::Message {
            conversation: Some(text.to_owned()),
            ..Default::default()
        };
        let to: whatsapp_rust::Jid = format!("{to}@s.whatsapp.net").parse().unwrap();
        let sent = self.whatsapp.send_message(to, message).await.unwrap();
        sent.message_id.to_string()
    }
}

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
    client.send_text(BIA, "after").await;
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
