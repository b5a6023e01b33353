//! An account as others see it, and the client's own log-out.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use crate::nodes::{attribute, child, children, first_child, result, result_with};
use crate::phone::{DeviceAddress, Phone};

/// The client removes itself from its phone's list.
pub(super) async fn log_out(
    session: &Session,
    me: &DeviceAddress,
    iq: &Node,
) -> anyhow::Result<()> {
    let network = &session.network;
    if network.faults.take_lost_unlink_reply() {
        network.remove_device(me).await?;
        session.peer.abort();
        return Ok(());
    }
    session.peer.send(result(iq).build());
    network.unlink(me).await?;
    Ok(())
}

/// Answers which of these addresses exist, with their LIDs and devices.
pub(super) fn look_up(session: &Session, iq: &Node) -> anyhow::Result<()> {
    let state = session.network.store.read();
    let requested = first_child(iq).and_then(|usync| child(usync, "list"));
    let requested = requested.map(children).unwrap_or_default().iter();
    let users = requested.filter_map(|user| {
        let jid = attribute(user, "jid");
        state.phone_at(&jid).map(|phone| describe(jid, phone))
    });
    let list = NodeBuilder::new("list").children(users).build();
    session.peer.send(result_with(iq, "usync", [list]));
    Ok(())
}

/// Names only the phone itself: clients trust linked devices only from a signed list.
fn describe(jid: String, phone: &Phone) -> Node {
    let primary = NodeBuilder::new("device").attr("id", "0").build();
    let list = NodeBuilder::new("device-list").children([primary]).build();
    NodeBuilder::new("user")
        .attr("jid", jid)
        .children([
            NodeBuilder::new("devices").children([list]).build(),
            NodeBuilder::new("contact").attr("type", "in").build(),
            NodeBuilder::new("lid")
                .attr("val", format!("{}@lid", phone.lid))
                .build(),
        ])
        .build()
}
