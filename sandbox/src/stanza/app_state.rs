//! The account's settings, as a linked device fetches them collection by collection.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use super::shape::{attribute, children, first_child, result_with};
use crate::phone::{AppState, DeviceAddress};

pub(super) fn sync(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    if session.network.faults.take_ignored_settings() {
        return Ok(());
    }
    let state = session.network.store.read();
    let asked = first_child(iq).map(children).unwrap_or_default();
    let Some(phone) = state.phones.get(&me.number) else {
        anyhow::bail!("a device without a phone");
    };
    let collections: Vec<Node> = asked
        .iter()
        .map(|collection| advance(&phone.app_state, collection))
        .collect();
    session.peer.send(result_with(iq, "sync", collections));
    Ok(())
}

/// What follows the version of a collection that the client has.
fn advance(app_state: &AppState, asked: &Node) -> Node {
    let name = attribute(asked, "name");
    let known = attribute(asked, "version").parse().unwrap_or(0);
    let (version, patches) = app_state.since(&name, known);
    let collection = NodeBuilder::new("collection")
        .attr("name", name)
        .attr("version", version.to_string())
        .attr("has_more_patches", "false");
    if patches.is_empty() {
        return collection.build();
    }
    let patches = patches
        .into_iter()
        .map(|patch| NodeBuilder::new("patch").bytes(patch).build());
    collection
        .children([NodeBuilder::new("patches").children(patches).build()])
        .build()
}
