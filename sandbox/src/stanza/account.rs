//! An account as others see it, and leaving it: which devices a number has, and the client's own log-out.

use std::sync::Arc;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use super::shape::{attribute, child, children, first_child, result, result_with};
use crate::phone::{DeviceAddress, Phone};
use crate::state::{State, UserKind};

/// The client removes itself from its phone's list.
pub(super) async fn log_out(
    session: &Session,
    me: &DeviceAddress,
    iq: &Node,
) -> anyhow::Result<()> {
    session.peer.send(result(iq).build());
    session.network.unlink(me).await?;
    Ok(())
}

/// Which of these addresses exist, under which LID, with which devices.
pub(super) fn look_up(session: &Session, iq: &Node) -> anyhow::Result<()> {
    let state = session.network.store.read();
    let asked = first_child(iq).and_then(|usync| child(usync, "list"));
    let users = asked.map(children).unwrap_or_default().iter();
    let users: Vec<Node> = users
        .filter_map(|user| {
            let jid = attribute(user, "jid");
            phone_at(&state, &jid).map(|phone| describe(jid, phone))
        })
        .collect();
    let list = NodeBuilder::new("list").children(users).build();
    session.peer.send(result_with(iq, "usync", [list]));
    Ok(())
}

/// Linked devices would need a signed list to be believed, so only the phone itself is named.
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

/// The phone an address belongs to, whichever of its devices it names.
pub(crate) fn phone_at<'a>(state: &'a State, jid: &str) -> Option<&'a Arc<Phone>> {
    let (user, server) = jid.split_once('@')?;
    let user = user.split(':').next().unwrap_or_default();
    let kind = match server {
        "lid" => UserKind::Lid,
        _ => UserKind::Number,
    };
    state.phone_of_user(user, kind)
}
