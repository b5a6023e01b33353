//! What a client requests after its handshake: to be registered, then it receives the refs for its QR codes; or to
//! log in as a linked device, then it must have the key that the device was linked with.

use anyhow::Context as _;
use tokio::time::Instant;
use wacore_binary::node::Node;
use waproto::buffa::Message as _;
use waproto::whatsapp::ClientPayload;
use waproto::whatsapp::client_payload::DevicePairingRegistrationData;

use crate::faults::LoginError;
use crate::history::{Kind, Subject};
use crate::linking::is_registration_signed;
use crate::network::Network;
use crate::nodes::{pairing, stream};
use crate::peer::Peer;
use crate::phone::DeviceAddress;
use crate::web_version::{self, Version};

/// Handles the client's request, and returns the device that it logged in as. A client whose login fails receives
/// the reason and is disconnected.
pub(super) fn log_in(
    network: &Network,
    peer: &Peer,
    payload: &[u8],
) -> anyhow::Result<Option<DeviceAddress>> {
    let payload = ClientPayload::decode_from_slice(payload)?;
    let version = web_version::of(&payload);
    if let Some(registration) = payload.device_pairing_data.as_option() {
        if let Err(error) = check_version(network, version) {
            refuse(network, peer, Subject::unknown(), &error);
            return Ok(None);
        }
        peer.set_version(version);
        register(network, peer, registration)?;
        return Ok(None);
    }
    let address = address_in(&payload)?;
    let logged_in =
        check_version(network, version).and_then(|()| log_in_device(network, peer, &address));
    if let Err(error) = logged_in {
        refuse(network, peer, &address, &error);
        return Ok(None);
    }
    network.history.record(Kind::Login, &address, "");
    Ok(Some(address))
}

fn check_version(network: &Network, version: Version) -> Result<(), LoginError> {
    match network.faults.versions.is_refused(version) {
        true => Err(LoginError::Outdated),
        false => Ok(()),
    }
}

fn refuse(network: &Network, peer: &Peer, subject: impl Into<Subject>, error: &LoginError) {
    tracing::debug!(reason = error.reason(), "a login failed");
    let reason = error.reason().to_string();
    network.history.record(Kind::LoginRefused, subject, &reason);
    peer.send(stream::failure(error));
    peer.close();
}

fn register(
    network: &Network,
    peer: &Peer,
    registration: &DevicePairingRegistrationData,
) -> anyhow::Result<()> {
    anyhow::ensure!(
        is_registration_signed(registration),
        "a registration whose signed prekey is not signed"
    );
    network
        .history
        .record(Kind::Registered, Subject::unknown(), "");
    let refs = network.connections.issue_refs(peer.id, network.speed);
    peer.send(pairing::pair_device(peer.id, refs));
    Ok(())
}

fn address_in(payload: &ClientPayload) -> anyhow::Result<DeviceAddress> {
    let login = payload.username.zip(payload.device);
    let (username, device) = login.context("a login without a device")?;
    Ok(DeviceAddress {
        number: username.to_string(),
        device: u16::try_from(device)?,
    })
}

fn log_in_device(
    network: &Network,
    peer: &Peer,
    address: &DeviceAddress,
) -> Result<(), LoginError> {
    let (number, now) = (&address.number, Instant::now());
    if let Some(error) = network.faults.take_login_error(number, now) {
        return Err(error);
    }
    check(network, peer, address)?;
    let earlier = network.connections.log_in(address.clone(), peer.clone());
    if let Some(earlier) = earlier {
        earlier.send(stream::replaced());
        earlier.close();
    }
    // Checked again, because an unlink since the first check may not have found this connection.
    let success = check(network, peer, address)?;
    peer.send(success);
    Ok(())
}

/// Checks that the device is linked with the peer's key, and returns the stanza that confirms the login.
fn check(network: &Network, peer: &Peer, address: &DeviceAddress) -> Result<Node, LoginError> {
    let state = network.store.read();
    let phone = state.phones.get(&address.number);
    let device = phone.and_then(|phone| phone.devices.get(&address.device));
    match (phone, device) {
        (Some(phone), Some(device)) if device.noise_key == peer.noise_key() => {
            Ok(stream::success(phone, address.device))
        }
        _ => Err(LoginError::LoggedOut),
    }
}
