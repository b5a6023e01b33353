//! An account as others see it, and the client's own log-out.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use crate::nodes::{attribute, child, children, first_child, result, result_with};
use crate::phone::{Addresses, DeviceAddress, Phone};

/// The property of an account whose chats have LIDs: `lid_one_on_one_migration_enabled`.
const HAS_LIDS: &str = "9435";

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
pub(super) fn look_up(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    let state = session.network.store.read();
    let requested = first_child(iq).and_then(|usync| child(usync, "list"));
    let requested = requested.map(children).unwrap_or_default().iter();
    let users = requested.filter_map(|user| {
        let jid = attribute(user, "jid");
        let contact = state.contact_at(&me.number, &jid);
        contact.map(|phone| describe(jid, phone))
    });
    let list = NodeBuilder::new("list").children(users).build();
    session.peer.send(result_with(iq, "usync", [list]));
    Ok(())
}

/// The properties of an account that differ from what clients assume.
pub(super) fn properties(session: &Session, me: &DeviceAddress) -> Option<Node> {
    let state = session.network.store.read();
    let phone = state.phones.get(&me.number)?;
    (phone.addresses == Addresses::Lid).then(|| {
        NodeBuilder::new("prop")
            .attr("config_code", HAS_LIDS)
            .attr("config_value", "1")
            .build()
    })
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
