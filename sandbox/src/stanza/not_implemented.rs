//! What this network does not implement is refused with the protocol's own error and recorded. An empty success would
//! be taken for an answer: that nobody has an account, or that nothing was ever set.

use wacore_binary::node::Node;

use super::Session;
use crate::history::{Kind, Subject};
use crate::nodes::{attribute, error, first_child};

/// The longest name that a client can put into the history.
const NAME_LIMIT: usize = 60;

/// Records the request, and returns the answer to it.
pub(super) fn refuse(session: &Session, iq: &Node) -> Node {
    record(session, &description(iq));
    error(iq, 501, "feature-not-implemented")
}

/// Records what was asked.
pub(super) fn record(session: &Session, asked: &str) {
    let subject = session.login.as_ref().map(Subject::from);
    let subject = subject.unwrap_or_else(Subject::unknown);
    tracing::warn!(
        asked,
        "a client requested what the sandbox does not implement"
    );
    let history = &session.network.history;
    history.record(Kind::NotImplemented, subject, asked);
}

/// The type and subject of the request and the names of its parts, but nothing that they contain.
fn description(iq: &Node) -> String {
    let mut names = vec![attribute(iq, "type"), attribute(iq, "xmlns")];
    if let Some(about) = first_child(iq) {
        names.push(about.tag.to_string());
        names.push(attribute(about, "query_id"));
        names.extend(first_child(about).map(|part| part.tag.to_string()));
    }
    let names = names.into_iter().filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(shortened).collect();
    names.join(" ")
}

fn shortened(name: String) -> String {
    name.chars().take(NAME_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore_binary::builder::NodeBuilder;

    #[test]
    fn a_request_is_described_by_names_only() {
        let iq = || {
            let iq = NodeBuilder::new("iq").attr("type", "set");
            iq.attr("xmlns", "w:g2")
        };
        let part = NodeBuilder::new("participant").attr("jid", "5511999990001@s.whatsapp.net");
        let create = NodeBuilder::new("create")
            .attr("subject", "Família")
            .children([part.build()]);
        let created = iq().children([create.build()]).build();
        assert_eq!(description(&created), "set w:g2 create participant");
        assert_eq!(description(&iq().build()), "set w:g2");
        let long = NodeBuilder::new("iq")
            .attr("xmlns", "x".repeat(500))
            .build();
        assert_eq!(description(&long).len(), NAME_LIMIT);
    }
}
