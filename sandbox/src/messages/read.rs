//! A phone's owner opens the chats: everybody who wrote receives a read receipt, on all linked devices that are
//! online. A repeated call sends the receipts again, as a network may.

use std::collections::BTreeMap;

use crate::network::Network;
use crate::nodes::messages::read_receipt;
use crate::phone::Phone;

/// Sends the read receipts of all messages that the phone has received, and returns how many messages these are.
pub(crate) fn read_chats(network: &Network, reader: &Phone) -> usize {
    let mut received: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let messages = reader.inbox.messages().iter();
    for message in messages.filter(|message| message.from != reader.number) {
        let ids = received.entry(&message.from).or_default();
        ids.push(&message.id);
    }
    let state = network.store.read();
    for (sender, ids) in &received {
        let Some(account) = state.phones.get(*sender) else {
            continue;
        };
        for peer in network.connections.peers_of(sender) {
            peer.send(read_receipt(reader, account, ids));
        }
    }
    received.values().map(Vec::len).sum()
}
