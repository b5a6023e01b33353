//! Whether the network takes a message of a linked device, and the restriction on writing to strangers.

use wacore_binary::node::Node;

use crate::clock::unix_seconds;
use crate::network::Network;
use crate::nodes::messages::copies;
use crate::nodes::mex::timelock_update;
use crate::nodes::{attribute, child, content};
use crate::phone::{DeviceAddress, Phone};

/// WhatsApp's code for a direct message that it does not admit from this account.
const NOT_ADMITTED: u16 = 463;

/// The code with which a message is refused, if it is. A direct message needs a token; under a restriction, also a
/// conversation.
pub(crate) fn refusal(network: &Network, from: &DeviceAddress, message: &Node) -> Option<u16> {
    let state = network.store.read();
    let sender = state.phones.get(&from.number)?;
    let recipient = state.phone_at(&attribute(message, "to"));
    if recipient.is_some_and(|phone| phone.number == from.number) {
        // Between the account's own devices.
        return None;
    }
    let code = network.faults.messages.take_refusal(&from.number);
    code.or_else(|| {
        let recipient = recipient?;
        let is_restricted = timelock(network, &from.number).is_some();
        let is_admitted = has_token(message, sender, recipient)
            && (!is_restricted || sender.has_talked_with(recipient));
        (!is_admitted && !is_repeated(message)).then_some(NOT_ADMITTED)
    })
}

/// Whether the recipient has requested another copy of the message, which was admitted before.
fn is_repeated(message: &Node) -> bool {
    let mut copies = copies(message).into_iter();
    copies.any(|copy| !attribute(copy.enc, "count").is_empty())
}

/// Whether the message has the token that the recipient gave the sender, or one made from the sender's salt.
fn has_token(message: &Node, sender: &Phone, recipient: &Phone) -> bool {
    let is = |tag: &str, token: Vec<u8>| child(message, tag).is_some_and(|it| content(it) == token);
    is("tctoken", recipient.token_for(&sender.number))
        || is("cstoken", sender.own_token_for(recipient))
}

/// The end of an account's restriction, in seconds since 1970.
pub(crate) fn timelock(network: &Network, number: &str) -> Option<u64> {
    network.faults.messages.timelock(number, unix_seconds())
}

/// Restricts an account until then, and notifies its devices that are online. A time that has passed ends the
/// restriction.
pub(crate) fn restrict(network: &Network, number: String, until: u64) {
    network.faults.messages.set_timelock(number.clone(), until);
    let update = timelock_update(timelock(network, &number));
    for peer in network.connections.peers_of(&number) {
        peer.send(update.clone());
    }
}
