//! The account's privacy settings.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::result_with;

/// Who sees what of an account that never changed it.
const DEFAULTS: [(&str, &str); 8] = [
    ("last", "all"),
    ("online", "all"),
    ("profile", "all"),
    ("status", "all"),
    ("readreceipts", "all"),
    ("groupadd", "all"),
    ("calladd", "all"),
    ("messages", "all"),
];

pub(crate) fn settings(iq: &Node) -> Node {
    let categories = DEFAULTS.map(|(name, value)| {
        NodeBuilder::new("category")
            .attr("name", name)
            .attr("value", value)
            .build()
    });
    result_with(iq, "privacy", categories)
}
