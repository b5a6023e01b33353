//! Sends messages from either side, and reads what arrives.

use serde_json::Value;
use wacore::types::message::MessageInfo;
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
    /// The number of the person the chat is with, or their LID with `@lid`.
    pub(crate) chat: String,
    /// The chat's address, as the stanza has it.
    pub(crate) address: String,
    pub(crate) from_me: bool,
    pub(crate) is_offline: bool,
}

/// The person a chat is with.
fn person(info: &MessageInfo) -> String {
    let source = &info.source;
    let other = match source.is_from_me {
        true => source
            .recipient_alt
            .as_ref()
            .or(info.peer_recipient_pn.as_ref()),
        false => source.sender_alt.as_ref(),
    };
    let mut addresses = std::iter::once(&source.chat).chain(other);
    let number = addresses.find(|address| address.server.is_pn_family());
    number.map_or_else(|| source.chat.to_string(), |number| number.user.to_string())
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
                    chat: person(&received.info),
                    address: received.info.source.chat.to_string(),
                    from_me: received.info.source.is_from_me,
                    is_offline: received.info.is_offline,
                })
            }));
            (texts.len() >= count).then_some(())
        })
        .await;
        texts
    }

    /// Sends a text to a number, or to an address.
    pub(crate) async fn send_text(&self, to: &str, text: &str) -> String {
        let message = wa::Message {
            conversation: Some(text.to_owned()),
            ..Default::default()
        };
        let to = match to.contains('@') {
            true => to.to_owned(),
            false => format!("{to}@s.whatsapp.net"),
        };
        let to: whatsapp_rust::Jid = to.parse().unwrap();
        let sent = self.whatsapp.send_message(to, message).await.unwrap();
        sent.message_id.to_string()
    }
}
