//! What a client wants when its handshake is done: to be registered, then it gets refs for its codes; or to
//! log in as a linked device, then its key must be the one that device was linked with.

use tokio::time::Instant;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;
use waproto::buffa::Message as _;
use waproto::whatsapp::ClientPayload;

use crate::clock::unix_seconds;
use crate::faults::LoginRefusal;
use crate::history::{About, Kind};
use crate::linking::{pair_device, registers_properly};
use crate::live::Peer;
use crate::network::Network;
use crate::phone::{DeviceAddress, Phone};
use crate::stanza::stream;

/// Admits a client, and returns the device it logged in as. A refused one is told and sent away.
pub(super) fn admit(
    network: &Network,
    peer: &Peer,
    payload: &[u8],
) -> anyhow::Result<Option<DeviceAddress>> {
    let payload = ClientPayload::decode_from_slice(payload)?;
    if let Some(registration) = payload.device_pairing_data.as_option() {
        anyhow::ensure!(
            registers_properly(registration),
            "a registration whose signed prekey is not signed"
        );
        network.history.note(Kind::Registered, About::nobody(), "");
        peer.send(pair_device(network, peer));
        return Ok(None);
    }
    let address = address_in(&payload)?;
    Ok(match log_in(network, peer, &address) {
        Ok(()) => {
            network.history.note(Kind::Login, &address, "");
            Some(address)
        }
        Err(refusal) => {
            tracing::debug!(reason = refusal.reason(), "a login was refused");
            let reason = refusal.reason().to_string();
            network.history.note(Kind::LoginRefused, &address, &reason);
            peer.send(stream::failure(&refusal));
            peer.close();
            None
        }
    })
}

fn address_in(payload: &ClientPayload) -> anyhow::Result<DeviceAddress> {
    let (Some(username), Some(device)) = (payload.username, payload.device) else {
        anyhow::bail!("a login without a device");
    };
    Ok(DeviceAddress {
        number: username.to_string(),
        device: u16::try_from(device)?,
    })
}

fn log_in(network: &Network, peer: &Peer, address: &DeviceAddress) -> Result<(), LoginRefusal> {
    if let Some(refusal) = network
        .faults
        .take_login_refusal(&address.number, Instant::now())
    {
        return Err(refusal);
    }
    check(network, peer, address)?;
    if let Some(earlier) = network.live.log_in(address.clone(), peer.clone()) {
        earlier.send(stream::replaced());
        earlier.close();
    }
    // Again, now that whoever unlinks the device finds this connection.
    let success = check(network, peer, address)?;
    peer.send(success);
    Ok(())
}

/// Whether the device is linked and this is its key; then, what it is greeted with.
fn check(network: &Network, peer: &Peer, address: &DeviceAddress) -> Result<Node, LoginRefusal> {
    let state = network.store.read();
    let phone = state.phones.get(&address.number);
    let device = phone.and_then(|phone| phone.devices.get(&address.device));
    match (phone, device) {
        (Some(phone), Some(device)) if device.noise_key == peer.noise_key() => {
            Ok(success(phone, address.device))
        }
        _ => Err(LoginRefusal::LoggedOut),
    }
}

fn success(phone: &Phone, device: u16) -> Node {
    NodeBuilder::new("success")
        .attr("t", unix_seconds().to_string())
        .attr("props", "0")
        .attr("location", "sandbox")
        .attr("lid", format!("{}:{device}@lid", phone.lid))
        .attr("display_name", phone.push_name.clone())
        .build()
}
