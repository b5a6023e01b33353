//! Sends messages from either side, and reads what arrives.

use serde_json::Value;
use waproto::whatsapp as wa;

use crate::harness::{Client, Network, TIMEOUT};

impl Network {
    pub(crate) async fn send(&self, from: &str, body: Value) -> String {
        let path = format!("/sandbox/phones/{from}/send");
        let (status, body) = self.post(&path, body).await;
        assert_eq!(status, 200, "{body}");
        body["data"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn inbox(&self, number: &str) -> Vec<Value> {
        let (_, body) = self.get(&format!("/sandbox/phones/{number}/inbox")).await;
        body["data"].as_array().unwrap().clone()
    }

    /// Waits until the history has an entry of this kind with this detail.
    pub(crate) async fn wait_for(&self, kind: &str, detail: &str) {
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

pub(crate) struct ReceivedText {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) chat: String,
    pub(crate) from_me: bool,
    pub(crate) is_offline: bool,
}

impl Client {
    /// The next text that the client receives. Other messages are skipped.
    pub(crate) async fn text(&self) -> ReceivedText {
        self.texts(1).await.remove(0)
    }

    /// The next `count` texts. Those that waited may come in one event.
    pub(crate) async fn texts(&self, count: usize) -> Vec<ReceivedText> {
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

    pub(crate) async fn send_text(&self, to: &str, text: &str) -> String {
        let message = wa::Message {
            conversation: Some(text.to_owned()),
            ..Default::default()
        };
        let to: whatsapp_rust::Jid = format!("{to}@s.whatsapp.net").parse().unwrap();
        let sent = self.whatsapp.send_message(to, message).await.unwrap();
        sent.message_id.to_string()
    }
}
