//! Whether the network takes a message of a linked device, and the restriction on writing to strangers.

use wacore_binary::node::Node;

use crate::clock::unix_seconds;
use crate::network::Network;
use crate::nodes::attribute;
use crate::nodes::mex::timelock_update;
use crate::phone::{DeviceAddress, Phone};

/// WhatsApp's code for a direct message that it does not admit from this account.
const NOT_ADMITTED: u16 = 463;

/// The code with which a message is refused, if it is.
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
        let refused = is_restricted && !have_talked(sender, recipient);
        refused.then_some(NOT_ADMITTED)
    })
}

/// Whether there is a conversation between two accounts: either has received a message from the other.
fn have_talked(one: &Phone, other: &Phone) -> bool {
    one.inbox.has_message_from(&other.number) || other.inbox.has_message_from(&one.number)
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
