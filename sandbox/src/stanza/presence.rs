//! Being there: the ping that keeps a connection alive, and the client's word that it is ready for what
//! waited for it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::shape::result;
use super::{Session, key_share};
use crate::clock::unix_seconds;
use crate::messages::{self, Delivery};

pub(super) fn pong(iq: &Node) -> Node {
    result(iq).attr("t", unix_seconds().to_string()).build()
}

/// The client is ready. It is told how much it missed while it was away, given that, and told that it is all.
pub(super) async fn active(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    session.peer.send(result(iq).build());
    if let Some(me) = &session.login {
        let network = &session.network;
        let expected = messages::prepare(network, me).await?;
        if expected > 0 {
            let count = expected.to_string();
            let preview = NodeBuilder::new("offline_preview").attr("count", count.clone());
            session
                .peer
                .send(information(preview.attr("message", count)));
        }
        network.live.listen(me, &session.peer);
        let given = messages::deliver(network, me, Delivery::Offline);
        let end = NodeBuilder::new("offline").attr("count", given.to_string());
        session.peer.send(information(end));
    }
    key_share::send_if_due(session).await
}

fn information(about: NodeBuilder) -> Node {
    NodeBuilder::new("ib")
        .attr("from", "s.whatsapp.net")
        .children([about.build()])
        .build()
}
