//! The stanzas of messages: an encrypted message to a device, what a device sent, receipts and acknowledgements.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{attribute, child, children};
use crate::clock::unix_seconds;
use crate::phone::messages::TextMessage;
use crate::phone::signal::EncryptedMessage;
use crate::phone::{Addresses, Participants, Phone, number_jid};

/// A message from an account under one of its addresses, to be completed with what was encrypted.
fn message(from: &Phone, address: String, id: &str, at: u64) -> NodeBuilder {
    NodeBuilder::new("message")
        .attr("from", address)
        .attr("id", id.to_owned())
        .attr("type", "text")
        .attr("t", at.to_string())
        .attr("notify", from.push_name.clone())
}

/// A text message for a device of the reader.
pub(crate) fn text_message(
    participants: &Participants<'_>,
    text: &TextMessage,
    content: Node,
) -> NodeBuilder {
    let Participants { sender, reader, .. } = *participants;
    let node = message(sender, sender.address_for(reader), &text.id, text.at);
    let node = match participants.is_own_copy() {
        true => with_recipient(node, participants),
        false => with_other_address(node, participants),
    };
    node.children([content])
}

/// The sender's own devices learn who the message is for.
fn with_recipient(node: NodeBuilder, participants: &Participants<'_>) -> NodeBuilder {
    let Participants {
        recipient, reader, ..
    } = *participants;
    let node = node.attr("recipient", participants.recipient_address());
    if reader.addresses == Addresses::Number {
        return node;
    }
    let node = match recipient.number_for(reader) {
        Some(number) => node.attr("peer_recipient_pn", number_jid(number)),
        None => node,
    };
    match &recipient.username {
        Some(username) => node.attr("peer_recipient_username", username.clone()),
        None => node,
    }
}

/// The recipient's devices learn the sender's other address, unless a username hides the number.
fn with_other_address(node: NodeBuilder, participants: &Participants<'_>) -> NodeBuilder {
    let Participants { sender, reader, .. } = *participants;
    match (sender.number_for(reader), reader.addresses) {
        (Some(_), Addresses::Number) => node.attr("sender_lid", sender.lid_jid()),
        (Some(number), Addresses::Lid) => node.attr("sender_pn", number_jid(number)),
        (None, _) => node,
    }
}

/// A message between an account's own devices, which is not shown to people.
pub(crate) fn peer_message(from: &Phone, id: &str, encrypted: &EncryptedMessage) -> NodeBuilder {
    message(from, number_jid(&from.number), id, unix_seconds())
        .attr("category", "peer")
        .children([enc(encrypted)])
}

/// In place of a message that only the account's phone gets.
pub(crate) fn unavailable() -> Node {
    NodeBuilder::new("unavailable").build()
}

pub(crate) fn enc(encrypted: &EncryptedMessage) -> Node {
    NodeBuilder::new("enc")
        .attr("v", "2")
        .attr("type", encrypted.kind.as_str())
        .bytes(encrypted.bytes.clone())
        .build()
}

/// One encrypted copy of a message that a device sent.
pub(crate) struct MessageCopy<'a> {
    /// The address of the device that can decrypt it.
    pub(crate) jid: String,
    pub(crate) enc: &'a Node,
}

/// The copies in a message: one for its only recipient, or one for each device.
pub(crate) fn copies(message: &Node) -> Vec<MessageCopy<'_>> {
    let participants = child(message, "participants").map(children);
    let participants = participants.unwrap_or_default().iter();
    let only = copy(message, "to").into_iter();
    only.chain(participants.filter_map(|to| copy(to, "jid")))
        .collect()
}

fn copy<'a>(node: &'a Node, address: &str) -> Option<MessageCopy<'a>> {
    let jid = attribute(node, address);
    child(node, "enc").map(|enc| MessageCopy { jid, enc })
}

/// The server has taken a message.
pub(crate) fn message_ack(message: &Node) -> Node {
    NodeBuilder::new("ack")
        .attr("class", "message")
        .attr("id", attribute(message, "id"))
        .attr("from", attribute(message, "to"))
        .attr("t", unix_seconds().to_string())
        .build()
}

/// The server has refused a message, with this code.
pub(crate) fn message_refusal(message: &Node, code: u16) -> Node {
    let mut refusal = message_ack(message);
    refusal.attrs.insert("error", code.to_string());
    refusal
}

/// The receipt of the phone at `from` for a message.
pub(crate) fn receipt(message: &Node, from: &str) -> NodeBuilder {
    NodeBuilder::new("receipt")
        .attr("from", from.to_owned())
        .attr("id", attribute(message, "id"))
        .attr("t", unix_seconds().to_string())
}

/// A phone's owner has read these messages.
pub(crate) fn read_receipt(reader: &Phone, sender: &Phone, ids: &[&str]) -> Node {
    let item = |id: &&str| {
        NodeBuilder::new("item")
            .attr("id", (*id).to_owned())
            .build()
    };
    let receipt = NodeBuilder::new("receipt")
        .attr("from", reader.address_for(sender))
        .attr("id", ids.first().copied().unwrap_or_default().to_owned())
        .attr("type", "read")
        .attr("t", unix_seconds().to_string());
    match ids.get(1..).filter(|further| !further.is_empty()) {
        Some(further) => {
            let list = NodeBuilder::new("list").children(further.iter().map(item));
            receipt.children([list.build()]).build()
        }
        None => receipt.build(),
    }
}

/// The receipt of the account's own phone for a message that a linked device has sent to `recipient`.
pub(crate) fn sender_receipt(message: &Node, own: &str, recipient: &str) -> Node {
    receipt(message, own)
        .attr("type", "sender")
        .attr("recipient", recipient.to_owned())
        .build()
}

/// Requests another copy of a message, encrypted in a new session that is started from `keys`.
pub(crate) fn retry_receipt(message: &Node, from: &str, keys: Vec<Node>) -> Node {
    let retry = NodeBuilder::new("retry")
        .attr("v", "1")
        .attr("count", "1")
        .attr("id", attribute(message, "id"))
        .attr("t", unix_seconds().to_string())
        .build();
    let (registration, keys): (Vec<Node>, Vec<Node>) = keys
        .into_iter()
        .partition(|node| node.tag == "registration");
    let mut children = vec![retry];
    children.extend(registration);
    children.push(NodeBuilder::new("keys").children(keys).build());
    receipt(message, from)
        .attr("type", "retry")
        .children(children)
        .build()
}

/// The ids of all messages that a receipt is for.
pub(crate) fn receipt_ids(receipt: &Node) -> Vec<String> {
    let list = child(receipt, "list").map(children).unwrap_or_default();
    let further = list.iter().map(|item| attribute(item, "id"));
    std::iter::once(attribute(receipt, "id"))
        .chain(further)
        .collect()
}

/// The server has taken a receipt.
pub(crate) fn receipt_ack(receipt: &Node) -> Node {
    let ack = NodeBuilder::new("ack")
        .attr("class", "receipt")
        .attr("id", attribute(receipt, "id"))
        .attr("from", attribute(receipt, "to"));
    let kind = attribute(receipt, "type");
    let ack = match kind.as_str() {
        "" => ack,
        _ => ack.attr("type", kind),
    };
    ack.build()
}
