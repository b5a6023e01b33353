//! The account's settings, which a linked device fetches as collections.

use anyhow::Context as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use crate::faults::AppStateFault;
use crate::nodes::{attribute, children, first_child, result_with};
use crate::phone::{AppState, DeviceAddress};

pub(super) fn sync(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    let faults = &session.network.faults;
    let requested = first_child(iq).map(children).unwrap_or_default().iter();
    match faults.app_state() {
        Some(AppStateFault::NoAnswer) => return Ok(()),
        Some(AppStateFault::Retryable) => {
            session
                .peer
                .send(result_with(iq, "sync", requested.map(failed)));
            return Ok(());
        }
        Some(AppStateFault::NoKey) | None => {}
    }
    if faults.take_ignored_settings() {
        return Ok(());
    }
    let state = session.network.store.read();
    let phone = state.phones.get(&me.number);
    let phone = phone.context("a device without a phone")?;
    let collections = requested.map(|collection| newer_patches(&phone.app_state, collection));
    session.peer.send(result_with(iq, "sync", collections));
    Ok(())
}

/// A collection that the server cannot read at the moment.
fn failed(requested: &Node) -> Node {
    let error = NodeBuilder::new("error")
        .attr("code", "500")
        .attr("text", "");
    NodeBuilder::new("collection")
        .attr("name", attribute(requested, "name"))
        .attr("type", "error")
        .children([error.build()])
        .build()
}

/// The patches that follow the version of a collection that the client has.
fn newer_patches(app_state: &AppState, requested: &Node) -> Node {
    let name = attribute(requested, "name");
    let known = attribute(requested, "version").parse().unwrap_or(0);
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
