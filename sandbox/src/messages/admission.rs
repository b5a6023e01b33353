//! Whether the network takes a message of a linked device, and the restriction on writing to strangers.

use wacore_binary::node::Node;

use crate::clock::unix_seconds;
use crate::network::Network;
use crate::nodes::messages::copies;
use crate::nodes::mex::timelock_update;
use crate::nodes::{attribute, child, content};
use crate::phone::{Addresses, DeviceAddress, Phone};

/// WhatsApp's code for a direct message that it does not admit from this account.
const NOT_ADMITTED: u16 = 463;
/// An account that is not moved to LIDs wrote to one.
const UNKNOWN_LID: u16 = 400;

/// The code with which a message is refused, if it is. A direct message needs a token; under a restriction, also a
/// conversation.
pub(crate) fn refusal(network: &Network, from: &DeviceAddress, message: &Node) -> Option<u16> {
    let state = network.store.read();
    let sender = state.phones.get(&from.number)?;
    let to = attribute(message, "to");
    let recipient = state.contact_at(&from.number, &to);
    if recipient.is_some_and(|phone| phone.number == from.number) {
        // Between the account's own devices.
        return None;
    }
    let code = network.faults.messages.take_refusal(&from.number);
    let code = code.or_else(|| wrong_address(sender, recipient?, &to));
    code.or_else(|| {
        let recipient = recipient?;
        let is_restricted = timelock(network, &from.number).is_some();
        let is_admitted = has_token(message, sender, recipient)
            && (!is_restricted || sender.has_talked_with(recipient));
        (!is_admitted && !is_repeated(message)).then_some(NOT_ADMITTED)
    })
}

/// Why the server refuses this address: it is not the one that the account has to use.
fn wrong_address(sender: &Phone, recipient: &Phone, to: &str) -> Option<u16> {
    if to == recipient.address_for(sender) {
        return None;
    }
    Some(match sender.addresses {
        Addresses::Lid => NOT_ADMITTED,
        Addresses::Number => UNKNOWN_LID,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::{NewPhone, number_jid};

    fn refused(
        own: Addresses,
        username: Option<&str>,
        to: impl Fn(&Phone) -> String,
    ) -> Option<u16> {
        let sender = Phone::new(NewPhone {
            addresses: own,
            ..NewPhone::consumer("5511999990001", "Ana")
        });
        let recipient = Phone::new(NewPhone {
            username: username.map(str::to_owned),
            ..NewPhone::consumer("5521988880002", "Bia")
        });
        wrong_address(&sender, &recipient, &to(&recipient))
    }

    #[test]
    fn an_account_has_to_use_the_addresses_of_its_world() {
        let number = |phone: &Phone| number_jid(&phone.number);
        assert_eq!(refused(Addresses::Lid, None, number), Some(NOT_ADMITTED));
        assert_eq!(refused(Addresses::Lid, None, Phone::lid_jid), None);
        assert_eq!(refused(Addresses::Number, None, number), None);
        let by_lid = refused(Addresses::Number, None, Phone::lid_jid);
        assert_eq!(by_lid, Some(UNKNOWN_LID));
        let hidden = refused(Addresses::Number, Some("bia"), Phone::lid_jid);
        assert_eq!(hidden, None);
    }
}
