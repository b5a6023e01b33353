//! An account as others see it, and the client's own log-out.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use crate::nodes::{attribute, child, children, content, first_child, result, result_with};
use crate::phone::{Addresses, DeviceAddress, Phone, number_jid};

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

/// Answers which of these addresses and numbers exist, with their LIDs and devices.
pub(super) fn look_up(session: &Session, me: &DeviceAddress, iq: &Node) -> anyhow::Result<()> {
    let state = session.network.store.read();
    let requested = first_child(iq).and_then(|usync| child(usync, "list"));
    let requested = requested.map(children).unwrap_or_default().iter();
    let users = requested.filter_map(|user| {
        let find = |jid: &str| state.contact_at(&me.number, jid);
        let number = child(user, "contact").map(content).unwrap_or_default();
        if number.is_empty() {
            let jid = attribute(user, "jid");
            return find(&jid).map(|phone| describe(jid, phone));
        }
        let number = String::from_utf8_lossy(number);
        let jid = number_jid(number.trim_start_matches('+'));
        Some(match find(&jid) {
            Some(phone) => describe(jid, phone),
            None => not_registered(jid),
        })
    });
    let list = NodeBuilder::new("list").children(users).build();
    session.peer.send(result_with(iq, "usync", [list]));
    Ok(())
}

/// A number without a WhatsApp account.
fn not_registered(jid: String) -> Node {
    let contact = NodeBuilder::new("contact").attr("type", "out").build();
    NodeBuilder::new("user")
        .attr("jid", jid)
        .children([contact])
        .build()
}

/// The addresses in the account's chats.
pub(super) fn addresses(session: &Session, me: &DeviceAddress) -> Addresses {
    let state = session.network.store.read();
    let phone = state.phones.get(&me.number);
    phone.map(|phone| phone.addresses).unwrap_or_default()
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
