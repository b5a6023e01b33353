//! A linked device sends a message. Each phone that it is for decrypts its own copy, keeps it, and confirms it.

use wacore_binary::node::Node;

use super::resend;
use crate::clock::unix_seconds;
use crate::faults::HeldRequest;
use crate::history::Kind;
use crate::network::Network;
use crate::nodes::messages::{MessageCopy, copies, receipt, retry_receipt, sender_receipt};
use crate::nodes::{attribute, content, prekeys};
use crate::phone::messages::{self, Content, Quote, TextMessage};
use crate::phone::signal::{Decrypted, SignalSessions};
use crate::phone::{DeviceAddress, number_jid};

/// Receives a message of a linked device, and returns the receipts for it. When this returns, it is on disk.
pub(crate) async fn receive(
    network: &Network,
    from: &DeviceAddress,
    message: &Node,
) -> anyhow::Result<Vec<Node>> {
    let mut receipts = Vec::new();
    let Some(to) = number_at(network, from, &attribute(message, "to")) else {
        return Ok(receipts);
    };
    let incoming = Incoming { message, from, to };
    for copy in copies(message) {
        if let Some(number) = number_at(network, from, &copy.jid) {
            receipts.extend(receive_copy(network, &incoming, &number, &copy).await?);
        }
    }
    let id = attribute(message, "id");
    network.history.record(Kind::MessageSent, from, &id);
    Ok(receipts)
}

/// A message on its way to the phones that it is for.
struct Incoming<'a> {
    message: &'a Node,
    from: &'a DeviceAddress,
    /// The number of the account that it is for.
    to: String,
}

impl Incoming<'_> {
    fn text_message(&self, content: Content) -> TextMessage {
        let quote = |id| Quote {
            id,
            from: self.to.clone(),
            text: String::new(),
        };
        TextMessage {
            id: attribute(self.message, "id"),
            from: self.from.number.clone(),
            to: self.to.clone(),
            text: content.text,
            quoted: content.quoted_id.map(quote),
            at: unix_seconds(),
        }
    }
}

/// Receives the copy for the phone with this number, and returns its receipt, unless the phone is off.
async fn receive_copy(
    network: &Network,
    incoming: &Incoming<'_>,
    number: &str,
    copy: &MessageCopy<'_>,
) -> anyhow::Result<Option<Node>> {
    let Incoming { message, from, .. } = incoming;
    match decrypt(network, number, from, copy.enc).await? {
        Decrypted::Unreadable => {
            let id = attribute(message, "id");
            network.history.record(Kind::RetryRequested, number, &id);
            let request = request_retry(network, number, message, &copy.jid).await?;
            return Ok(Some(request));
        }
        Decrypted::Duplicate => {}
        Decrypted::Message {
            message: decrypted,
            one_time,
        } => {
            if let Some(id) = messages::requested_id(&decrypted)
                && number == from.number
            {
                let request_id = attribute(message, "id");
                let by = DeviceAddress::clone(from);
                resend::request(network, HeldRequest { by, id, request_id }).await?;
            }
            // Messages between an account's own devices, like a request for a key, have no text and are not kept.
            let text = messages::read(&decrypted).map(|content| incoming.text_message(content));
            save(network, number, text, one_time).await?;
        }
    }
    if network.faults.is_phone_off(number) {
        return Ok(None);
    }
    let to = attribute(message, "to");
    let receipt = match number == from.number {
        true => sender_receipt(message, &number_jid(number), &to),
        false => receipt(message, &to).build(),
    };
    Ok(Some(receipt))
}

fn number_at(network: &Network, from: &DeviceAddress, jid: &str) -> Option<String> {
    let state = network.store.read();
    let contact = state.contact_at(&from.number, jid);
    contact.map(|phone| phone.number.clone())
}

async fn decrypt(
    network: &Network,
    number: &str,
    from: &DeviceAddress,
    enc: &Node,
) -> anyhow::Result<Decrypted> {
    let mut all = network.signal_sessions.lock().await;
    let state = network.store.read();
    let Some(phone) = state.phones.get(number) else {
        return Ok(Decrypted::Unreadable);
    };
    let sessions = all
        .entry(phone.number.clone())
        .or_insert_with(|| SignalSessions::of(phone));
    let kind = attribute(enc, "type");
    Ok(sessions.decrypt(phone, from, &kind, content(enc)).await)
}

/// Keeps the message, and removes the one-time key that was used for it.
async fn save(
    network: &Network,
    number: &str,
    text: Option<TextMessage>,
    one_time: Option<u32>,
) -> anyhow::Result<()> {
    if text.is_none() && one_time.is_none() {
        return Ok(());
    }
    network
        .store
        .change(|state| {
            let Some(phone) = state.phone_mut(number) else {
                return Ok(());
            };
            if let Some(id) = one_time {
                phone.prekeys.handed_out.remove(&id);
            }
            if let Some(text) = text {
                phone.inbox.add(text);
            }
            Ok(())
        })
        .await
}

/// The phone cannot decrypt its copy. It requests another, with the keys for a new session.
async fn request_retry(
    network: &Network,
    number: &str,
    message: &Node,
    jid: &str,
) -> anyhow::Result<Node> {
    let keys = network
        .store
        .change(|state| {
            let phone = state.phone_mut(number);
            anyhow::Ok(phone.map(prekeys::keys_of).unwrap_or_default())
        })
        .await?;
    Ok(retry_receipt(message, jid, keys))
}
