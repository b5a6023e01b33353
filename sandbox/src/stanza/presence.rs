//! The ping that keeps a connection alive, and what a client reports about itself: that it is ready for messages, and
//! whether it is in use.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{Session, history_share, key_share};
use crate::clock::unix_seconds;
use crate::connections::Presence;
use crate::history::Kind;
use crate::messages::{self, Delivery};
use crate::nodes::{attribute, result};
use crate::phone::DeviceAddress;

pub(super) fn pong(iq: &Node) -> Node {
    result(iq).attr("t", unix_seconds().to_string()).build()
}

/// The client reports whether it is in use. While it is, its phone is silent.
pub(super) fn handle(session: &Session, presence: &Node) {
    let (Some(me), Some(reported)) = (
        &session.login,
        Presence::parse(&attribute(presence, "type")),
    ) else {
        return;
    };
    let network = &session.network;
    network
        .connections
        .set_presence(me, &session.peer, reported);
    network
        .history
        .record(Kind::Presence, me, reported.as_str());
}

/// The client is ready: it receives what waits for it, and the key to the account's settings.
pub(super) async fn handle_active(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    session.peer.send(result(iq).build());
    if let Some(me) = &session.login {
        deliver_waiting(session, me).await?;
    }
    key_share::send_if_due(session).await?;
    history_share::send_if_due(session).await
}

/// Announces how many messages wait, sends them, and reports that these were all.
async fn deliver_waiting(session: &Session, me: &DeviceAddress) -> anyhow::Result<()> {
    let (network, peer) = (&session.network, &session.peer);
    let expected = messages::prepare(network, me).await?;
    if expected > 0 {
        let count = expected.to_string();
        let preview = NodeBuilder::new("offline_preview").attr("count", count.clone());
        peer.send(information(preview.attr("message", count)));
    }
    network.connections.mark_ready(me, peer);
    let sent = messages::deliver(network, me, Delivery::Offline);
    let end = NodeBuilder::new("offline").attr("count", sent.to_string());
    peer.send(information(end));
    Ok(())
}

fn information(about: NodeBuilder) -> Node {
    NodeBuilder::new("ib")
        .attr("from", "s.whatsapp.net")
        .children([about.build()])
        .build()
}
