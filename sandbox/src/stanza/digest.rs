//! The digest of the keys that the network has of a device, with which the device checks them at every login.

use wacore::prekeys::compute_key_bundle_digest;
use wacore_binary::node::Node;

use super::Session;
use crate::nodes::error;
use crate::nodes::prekeys::digest_of;
use crate::phone::DeviceAddress;

/// Answers which keys the network has. A device that has uploaded none is told so, and uploads them.
pub(super) fn answer(session: &Session, me: &DeviceAddress, iq: &Node) {
    let state = session.network.store.read();
    let device = state.device(me);
    let kept = device.and_then(|device| Some((device.identity_key, device.bundle.as_ref()?)));
    session.peer.send(match kept {
        None => error(iq, 404, "item-not-found"),
        Some((identity, bundle)) => {
            let one_time = bundle.one_time.iter();
            let one_time: Vec<&[u8]> = one_time.map(|prekey| &prekey.key[..]).collect();
            let signed = &bundle.signed;
            let hash =
                compute_key_bundle_digest(&identity, &signed.key, &signed.signature, &one_time);
            digest_of(iq, &identity, bundle, &hash)
        }
    });
}
