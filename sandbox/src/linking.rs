//! Linking a device by a code, the way WhatsApp does it: the phone learns the device's identity from the code
//! it scans, or through the code its owner types, and signs it; the server hands that to the client, the
//! client checks it and signs back, the phone checks that. Only then, and only when it is on disk, is the
//! device linked.

mod bundle;
mod code;
mod enter;
mod identity;
mod offer;
mod refs;
mod refusal;
mod requests;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use crate::history::Kind;
use crate::live::Peer;
use crate::network::Network;
use crate::phone::{DEVICE_LIMIT, DeviceAddress};
use crate::stanza::passkey;
pub(crate) use bundle::BUNDLE_LENGTH;
use code::Code;
pub(crate) use enter::enter_code;
pub(crate) use identity::registers_properly;
use offer::Companion;
pub(crate) use offer::{Offer, answered};
pub(crate) use refs::Refs;
pub(crate) use refusal::Refusal;
pub(crate) use requests::{Attempt, Finish, Finished, Reference, Requests, WrappedKey};

/// A phone scans a code. Returns the linked device when it is durable.
pub(crate) async fn scan(
    network: &Network,
    number: &str,
    qr: &str,
) -> Result<DeviceAddress, Refusal> {
    network.history.note(Kind::Scan, number, "");
    let code = Code::read(qr)?;
    let peer = network.live.shown_by(&code.reference)?;
    if peer.noise_key() != code.noise_key {
        return Err(Refusal::WrongCode);
    }
    check_account(network, &peer, number)?;
    let companion = Companion {
        identity_key: code.identity_key,
        adv_secret: code.adv_secret,
    };
    let announce = |offer| network.live.offer(&code.reference, offer);
    offer::make(network, &peer, number, companion, announce).await
}

/// What stands against a link before anything is exchanged: no room, or a passkey that is asked for first.
fn check_account(network: &Network, peer: &Peer, number: &str) -> Result<(), Refusal> {
    let state = network.store.read();
    let phone = state.phones.get(number).ok_or(Refusal::NoSuchPhone)?;
    if phone.devices.len() >= DEVICE_LIMIT {
        return Err(Refusal::DeviceLimit);
    }
    if network.faults.take_passkey_demand() {
        peer.send(passkey::request(peer));
        return Err(Refusal::PasskeyRequired);
    }
    Ok(())
}

/// What the server sends to a client that asked to be registered: the refs of the codes it may show.
pub(crate) fn pair_device(network: &Network, peer: &Peer) -> Node {
    let refs = network.live.issue_refs(peer.id, network.pace);
    let refs = refs.into_iter().map(|reference| {
        NodeBuilder::new("ref")
            .bytes(reference.into_bytes())
            .build()
    });
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", "set")
        .attr("id", format!("pair-device-{}", peer.id))
        .attr("xmlns", "md")
        .children([NodeBuilder::new("pair-device").children(refs).build()])
        .build()
}
