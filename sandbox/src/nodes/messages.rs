//! The stanzas of messages: an encrypted message to a device, what a device sent, receipts and acknowledgements.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{attribute, child, children};
use crate::clock::unix_seconds;
use crate::phone::Phone;
use crate::phone::messages::{TextMessage, jid};
use crate::phone::signal::EncryptedMessage;

/// A message from an account, to be completed with what was encrypted.
fn message(from: &Phone, id: &str, at: u64) -> NodeBuilder {
    NodeBuilder::new("message")
        .attr("from", jid(&from.number))
        .attr("id", id.to_owned())
        .attr("type", "text")
        .attr("t", at.to_string())
        .attr("notify", from.push_name.clone())
}

/// A text message, encrypted for a device of the account with this number.
pub(crate) fn text_message(
    from: &Phone,
    to_number: &str,
    text: &TextMessage,
    encrypted: &EncryptedMessage,
) -> NodeBuilder {
    let node = message(from, &text.id, text.at);
    let node = if to_number == text.from {
        node.attr("recipient", jid(&text.to))
    } else {
        node.attr("sender_lid", format!("{}@lid", from.lid))
    };
    node.children([enc(encrypted)])
}

/// A message between an account's own devices, which is not shown to people.
pub(crate) fn peer_message(from: &Phone, id: &str, encrypted: &EncryptedMessage) -> Node {
    message(from, id, unix_seconds())
        .attr("category", "peer")
        .children([enc(encrypted)])
        .build()
}

fn enc(encrypted: &EncryptedMessage) -> Node {
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

/// The receipt of the phone at `from` for a message.
pub(crate) fn receipt(message: &Node, from: &str) -> NodeBuilder {
    NodeBuilder::new("receipt")
        .attr("from", from.to_owned())
        .attr("id", attribute(message, "id"))
        .attr("t", unix_seconds().to_string())
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
