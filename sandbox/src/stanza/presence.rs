//! Being there: the ping that keeps a connection alive, and the client's word that it is ready for what
//! waited for it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::shape::result;
use super::{Session, key_share};
use crate::clock::unix_seconds;

pub(super) fn pong(iq: &Node) -> Node {
    result(iq).attr("t", unix_seconds().to_string()).build()
}

/// The client is ready. It waits for the count of what was missed while it was away.
pub(super) async fn active(session: &mut Session, iq: &Node) -> anyhow::Result<()> {
    session.peer.send(result(iq).build());
    let offline = NodeBuilder::new("offline").attr("count", "0").build();
    session.peer.send(
        NodeBuilder::new("ib")
            .attr("from", "s.whatsapp.net")
            .children([offline])
            .build(),
    );
    key_share::send_if_due(session).await
}
