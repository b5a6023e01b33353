//! What a phone's owner does to link a device: scan its QR code, or type the code that it shows. Both end in the
//! same offer, and the device is linked only when the client's answer is checked and the device is on disk.

mod enter_code;
mod offer;
mod passkey;
mod scan;

pub(crate) use enter_code::enter_code;
pub(crate) use offer::handle_answer;
pub(crate) use passkey::confirm_passkey;
pub(crate) use scan::scan;

use crate::linking::LinkError;
use crate::network::Network;
use crate::nodes::pairing;
use crate::peer::Peer;
use crate::phone::DEVICE_LIMIT;

/// Checks what can stop a link before anything is exchanged: too many devices, a client that is too old,
/// or a passkey that must come first.
fn check_phone(network: &Network, peer: &Peer, number: &str) -> Result<(), LinkError> {
    let state = network.store.read();
    let phone = state.phones.get(number).ok_or(LinkError::PhoneNotFound)?;
    if phone.devices.len() >= DEVICE_LIMIT {
        return Err(LinkError::DeviceLimit);
    }
    let version = peer.version();
    if version.is_some_and(|version| network.faults.versions.is_scan_refused(version)) {
        return Err(LinkError::ClientOutdated);
    }
    if network.faults.take_required_passkey() {
        peer.send(pairing::passkey_request(peer.id));
        return Err(LinkError::PasskeyRequired);
    }
    Ok(())
}
