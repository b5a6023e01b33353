//! Reading stanzas without trusting them, and the few answers that all subjects share.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::{Node, NodeContent};

use crate::clock::unix_seconds;

/// An attribute, or nothing where there is none.
pub(crate) fn attribute(node: &Node, name: &str) -> String {
    node.attrs
        .get(name)
        .map(|value| value.as_str().into_owned())
        .unwrap_or_default()
}

pub(crate) fn child<'a>(node: &'a Node, tag: &str) -> Option<&'a Node> {
    children(node).iter().find(|child| child.tag == tag)
}

pub(crate) fn first_child(node: &Node) -> Option<&Node> {
    children(node).first()
}

pub(crate) fn children(node: &Node) -> &[Node] {
    node.children().unwrap_or_default()
}

/// The bytes in a node; text and bytes are the same on the wire.
pub(crate) fn content(node: &Node) -> &[u8] {
    match &node.content {
        Some(NodeContent::Bytes(bytes)) => bytes,
        Some(NodeContent::String(text)) => text.as_bytes(),
        _ => &[],
    }
}

/// An iq's empty result, to be filled.
pub(crate) fn result(iq: &Node) -> NodeBuilder {
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", "result")
        .attr("id", attribute(iq, "id"))
}

/// An iq's result with one child, and what is in that.
pub(crate) fn result_with(
    iq: &Node,
    tag: &'static str,
    children: impl IntoIterator<Item = Node>,
) -> Node {
    let mut inner = NodeBuilder::new(tag);
    let mut children = children.into_iter().peekable();
    if children.peek().is_some() {
        inner = inner.children(children);
    }
    result(iq).children([inner.build()]).build()
}

pub(crate) fn refusal(iq: &Node, code: u16, text: &'static str) -> Node {
    let error = NodeBuilder::new("error")
        .attr("code", code.to_string())
        .attr("text", text)
        .build();
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", "error")
        .attr("id", attribute(iq, "id"))
        .children([error])
        .build()
}

/// The server took a message.
pub(crate) fn message_ack(message: &Node) -> Node {
    NodeBuilder::new("ack")
        .attr("class", "message")
        .attr("id", attribute(message, "id"))
        .attr("from", attribute(message, "to"))
        .attr("t", unix_seconds().to_string())
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_reads_as_empty() {
        let node = NodeBuilder::new("iq").build();
        assert_eq!(attribute(&node, "id"), "");
        assert!(child(&node, "error").is_none());
        assert_eq!(content(&node), b"");
    }
}
