//! The binary form of stanzas, against what another client encodes.

use serde_json::Value;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::node::{Node, NodeContent};

use crate::bytes;

fn vectors() -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("codec.json")).unwrap();
    all["vectors"].as_array().unwrap().clone()
}

fn built(node: &Value) -> Node {
    let mut builder = NodeBuilder::new_dynamic(node["tag"].as_str().unwrap().to_owned());
    for (name, value) in node["attrs"].as_object().unwrap() {
        let name: &'static str = String::leak(name.clone());
        builder = builder.attr(name, value.as_str().unwrap().to_owned());
    }
    if let Some(text) = node["text"].as_str() {
        builder = builder.string_content(text);
    } else if node["bytes"].is_string() {
        builder = builder.bytes(bytes(node, "bytes"));
    } else if let Some(children) = node["children"].as_array() {
        builder = builder.children(children.iter().map(built));
    }
    builder.build()
}

/// Compares what a reader of stanzas sees: text that is not packed arrives as bytes, and an address as its parts.
fn assert_same(read: &Node, expected: &Value, name: &str) {
    assert_eq!(read.tag, expected["tag"].as_str().unwrap(), "{name}");
    let attributes = expected["attrs"].as_object().unwrap();
    assert_eq!(read.attrs.iter().count(), attributes.len(), "{name}");
    for (key, value) in attributes {
        let read = read
            .attrs
            .get(key.as_str())
            .map(|read| read.as_str().into_owned());
        assert_eq!(read.as_deref(), value.as_str(), "{name}: {key}");
    }
    let content = match &read.content {
        Some(NodeContent::Bytes(bytes)) => Some(bytes.clone()),
        Some(NodeContent::String(text)) => Some(text.as_bytes().to_vec()),
        _ => None,
    };
    let expected_content = match (expected["text"].as_str(), expected["bytes"].is_string()) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, true) => Some(bytes(expected, "bytes")),
        (None, false) => None,
    };
    assert_eq!(content, expected_content, "{name}");
    let children = expected["children"].as_array().cloned().unwrap_or_default();
    let read = read.children().unwrap_or_default();
    assert_eq!(read.len(), children.len(), "{name}");
    for (read, expected) in read.iter().zip(&children) {
        assert_same(read, expected, name);
    }
}

#[test]
fn stanzas_of_another_client_are_read() {
    for vector in vectors() {
        let name = vector["name"].as_str().unwrap();
        let encoded = bytes(&vector, "encoded");
        assert_eq!(encoded[0], 0, "{name}: not compressed");
        let read = unmarshal_ref(&encoded[1..]).unwrap().to_owned();
        assert_same(&read, &vector["node"], name);
    }
}

#[test]
fn stanzas_are_encoded_as_another_client_does() {
    for vector in vectors() {
        let name = vector["name"].as_str().unwrap();
        let encoded = marshal(&built(&vector["node"])).unwrap();
        assert_eq!(encoded, bytes(&vector, "encoded"), "{name}");
    }
}
