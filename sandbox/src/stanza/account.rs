//! The account of a linked device: its addresses, and the client's own log-out.

use wacore_binary::node::Node;

use super::Session;
use crate::nodes::result;
use crate::phone::{Addresses, DeviceAddress};

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

/// The addresses in the account's chats.
pub(super) fn addresses(session: &Session, me: &DeviceAddress) -> Addresses {
    let state = session.network.store.read();
    let phone = state.phones.get(&me.number);
    phone.map(|phone| phone.addresses).unwrap_or_default()
}
