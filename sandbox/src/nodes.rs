//! Reading and building the nodes of stanzas. What to send is decided in `stanza`, `actions` and `messages`. Nodes
//! of a client may have any shape, so a missing part is read as empty.

pub(crate) mod messages;
pub(crate) mod mex;
pub(crate) mod pairing;
pub(crate) mod phone_code;
pub(crate) mod prekeys;
pub(crate) mod privacy;
pub(crate) mod props;
pub(crate) mod stream;
pub(crate) mod usync;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::{Node, NodeContent};

/// An attribute, or an empty string where there is none.
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

/// The bytes in a node. Text and bytes are the same on the wire.
pub(crate) fn content(node: &Node) -> &[u8] {
    match &node.content {
        Some(NodeContent::Bytes(bytes)) => bytes,
        Some(NodeContent::String(text)) => text.as_bytes(),
        _ => &[],
    }
}

/// An iq's empty result, to be completed.
pub(crate) fn result(iq: &Node) -> NodeBuilder {
    answer(iq, "result")
}

/// An iq's result with one child that has these children.
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

pub(crate) fn error(iq: &Node, code: u16, text: &'static str) -> Node {
    let error = NodeBuilder::new("error")
        .attr("code", code.to_string())
        .attr("text", text)
        .build();
    error_with(iq, error)
}

pub(crate) fn error_with(iq: &Node, error: Node) -> Node {
    answer(iq, "error").children([error]).build()
}

fn answer(iq: &Node, kind: &'static str) -> NodeBuilder {
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", kind)
        .attr("id", attribute(iq, "id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_parts_are_read_as_empty() {
        let node = NodeBuilder::new("iq").build();
        assert_eq!(attribute(&node, "id"), "");
        assert!(child(&node, "error").is_none());
        assert_eq!(content(&node), b"");
    }
}
