//! Offering a link to the client that shows a code, and handling the client's answer.

use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::oneshot;
use wacore_binary::node::Node;

use crate::history::Kind;
use crate::linking::{Companion, LinkError, Offer, SignedIdentity};
use crate::network::Network;
use crate::nodes::{pairing, stream};
use crate::peer::Peer;
use crate::phone::{DEVICE_LIMIT, Device, DeviceAddress, Phone};

/// How long a client may take to answer an offer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// Offers the link and waits for the client's answer. `store_offer` marks the code as used.
pub(super) async fn offer_link(
    network: &Network,
    peer: &Peer,
    number: &str,
    mut companion: Companion,
    store_offer: impl FnOnce(Offer) -> Result<(), LinkError>,
) -> Result<DeviceAddress, LinkError> {
    if network.faults.take_corrupt_link() {
        companion.adv_secret[0] ^= 1;
    }
    let (phone, address) = reserve_device(network, number).await?;
    let signed = SignedIdentity::sign(&phone, address.device, &companion);
    let (result, answer) = oneshot::channel();
    store_offer(Offer {
        address: address.clone(),
        account_key: phone.identity.public(),
        identity_key: companion.identity_key,
        details: signed.details,
        result,
    })?;
    let container = signed.container;
    peer.send(pairing::pair_success(peer.id, &phone, &address, container));
    wait_for_answer(network, peer, answer).await?;
    Ok(address)
}

/// Reserves a number for the device, so that two scans at once cannot get the same one.
async fn reserve_device(
    network: &Network,
    number: &str,
) -> Result<(Phone, DeviceAddress), LinkError> {
    network
        .store
        .change(|state| {
            let phone = state.phone_mut(number).ok_or(LinkError::PhoneNotFound)?;
            if phone.devices.len() >= DEVICE_LIMIT {
                return Err(LinkError::DeviceLimit);
            }
            let address = DeviceAddress {
                number: number.to_owned(),
                device: phone.reserve_device(),
            };
            Ok((phone.clone(), address))
        })
        .await
}

async fn wait_for_answer(
    network: &Network,
    peer: &Peer,
    answer: oneshot::Receiver<Result<(), LinkError>>,
) -> Result<(), LinkError> {
    match tokio::time::timeout(ANSWER_TIMEOUT, answer).await {
        Ok(Ok(result)) => result,
        // The connection that showed the code ended, and its offer with it.
        Ok(Err(_)) => Err(LinkError::CodeExpired),
        Err(_) => {
            network.connections.take_offer(peer.id);
            Err(LinkError::LinkRefused("it did not answer".to_owned()))
        }
    }
}

/// Handles the client's answer to an offer, and passes the result to the scan that waits for it.
pub(crate) async fn handle_answer(
    network: &Network,
    peer: &Peer,
    answer: &Node,
) -> anyhow::Result<()> {
    if !pairing::is_answer_to_offer(answer, peer.id) {
        return Ok(());
    }
    let offer = network
        .connections
        .take_offer(peer.id)
        .context("an answer to a link that was not offered")?;
    let result = accept(network, peer, &offer, answer).await;
    if result.is_ok() {
        tracing::debug!(device = offer.address.device, "a device was linked");
        network.history.record(Kind::Linked, &offer.address, "");
        peer.send(stream::restart());
    }
    if !matches!(result, Err(LinkError::LinkRefused(_))) {
        peer.close();
    }
    // The scan may have stopped waiting. The device is linked all the same.
    let _ = offer.result.send(result);
    Ok(())
}

async fn accept(
    network: &Network,
    peer: &Peer,
    offer: &Offer,
    answer: &Node,
) -> Result<(), LinkError> {
    offer.check_signature(pairing::read_answer(answer)?)?;
    save_device(network, peer, offer).await
}

async fn save_device(network: &Network, peer: &Peer, offer: &Offer) -> Result<(), LinkError> {
    let device = Device::new(peer.noise_key(), offer.identity_key);
    let DeviceAddress { number, device: id } = &offer.address;
    network
        .store
        .change(|state| {
            let phone = state.phone_mut(number).ok_or(LinkError::PhoneNotFound)?;
            if phone.devices.len() >= DEVICE_LIMIT {
                return Err(LinkError::DeviceLimit);
            }
            phone.devices.insert(*id, device);
            Ok(())
        })
        .await
}
