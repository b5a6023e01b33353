//! Offering a link to the client that asked for it, and what comes of the client's answer. Both ways of
//! linking end here: the account signs the device's identity, the client signs back, and only when that is
//! checked and on disk is the device linked.

use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::oneshot;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Refusal;
use super::identity::{SignedIdentity, device_signature_verifies};
use crate::clock::unix_seconds;
use crate::history::Kind;
use crate::keys::PublicBytes;
use crate::live::Peer;
use crate::network::Network;
use crate::phone::{DEVICE_LIMIT, Device, DeviceAddress, Phone};
use crate::stanza::shape::{attribute, child, content};
use crate::stanza::stream;

/// How long a client may take to answer an offer before the phone gives up.
const ANSWER_TIME: Duration = Duration::from_secs(10);

/// A link that was offered to a client and waits for its answer.
pub(crate) struct Offer {
    address: DeviceAddress,
    account_key: PublicBytes,
    identity_key: PublicBytes,
    details: Vec<u8>,
    outcome: oneshot::Sender<Result<(), Refusal>>,
}

/// What a phone learnt of the client that it links.
pub(super) struct Companion {
    pub(super) identity_key: PublicBytes,
    /// Known to the client and to whoever its code was shown to.
    pub(super) adv_secret: [u8; 32],
}

/// Offers the link and waits for the client's answer. `announce` uses up the code it was offered by.
pub(super) async fn make(
    network: &Network,
    peer: &Peer,
    number: &str,
    mut companion: Companion,
    announce: impl FnOnce(Offer) -> Result<(), Refusal>,
) -> Result<DeviceAddress, Refusal> {
    if network.faults.take_spoilt_link() {
        companion.adv_secret[0] ^= 1;
    }
    let (phone, address) = promise_device(network, number).await?;
    let signed = SignedIdentity::by(&phone, address.device, &companion);
    let (outcome, answered) = oneshot::channel();
    announce(Offer {
        address: address.clone(),
        account_key: phone.identity.public(),
        identity_key: companion.identity_key,
        details: signed.details,
        outcome,
    })?;
    peer.send(pair_success(peer, &phone, &address, signed.container));
    match tokio::time::timeout(ANSWER_TIME, answered).await {
        Ok(Ok(Ok(()))) => Ok(address),
        Ok(Ok(Err(refusal))) => Err(refusal),
        // The connection that showed the code is gone, and the offer with it.
        Ok(Err(_)) => Err(Refusal::CodeExpired),
        Err(_) => {
            network.live.take_offer(peer.id);
            Err(Refusal::LinkRefused("it did not answer".to_owned()))
        }
    }
}

/// A number for the device is used up by promising it, so that two scans at once cannot get the same.
async fn promise_device(
    network: &Network,
    number: &str,
) -> Result<(Phone, DeviceAddress), Refusal> {
    network
        .store
        .change(|state| {
            let phone = state.phone_mut(number).ok_or(Refusal::NoSuchPhone)?;
            if phone.devices.len() >= DEVICE_LIMIT {
                return Err(Refusal::DeviceLimit);
            }
            let address = DeviceAddress {
                number: number.to_owned(),
                device: phone.promise_device(),
            };
            Ok((phone.clone(), address))
        })
        .await
}

/// The client answered an offer. The outcome goes to the scan that waits for it.
pub(crate) async fn answered(network: &Network, peer: &Peer, answer: &Node) -> anyhow::Result<()> {
    if attribute(answer, "id") != offer_id(peer) {
        return Ok(());
    }
    let offer = network
        .live
        .take_offer(peer.id)
        .context("an answer to a link that was not offered")?;
    let outcome = match judge(&offer, answer) {
        Ok(()) => keep(network, peer, &offer).await,
        Err(refusal) => Err(refusal),
    };
    if outcome.is_ok() {
        tracing::debug!(device = offer.address.device, "a device was linked");
        network.history.note(Kind::Linked, &offer.address, "");
        peer.send(stream::restart());
    }
    if !matches!(outcome, Err(Refusal::LinkRefused(_))) {
        peer.close();
    }
    // Whoever asked for the scan may have given up waiting; what happened stays true.
    let _ = offer.outcome.send(outcome);
    Ok(())
}

/// Whether the client agreed, and signed as the device whose identity was in the code.
fn judge(offer: &Offer, answer: &Node) -> Result<(), Refusal> {
    if attribute(answer, "type") != "result" {
        let reason = child(answer, "error").map(|error| attribute(error, "text"));
        let reason = reason.filter(|reason| !reason.is_empty());
        return Err(Refusal::LinkRefused(
            reason.unwrap_or_else(|| "it gave no reason".to_owned()),
        ));
    }
    let signed = child(answer, "pair-device-sign")
        .and_then(|sign| child(sign, "device-identity"))
        .map(content)
        .unwrap_or_default();
    if device_signature_verifies(
        signed,
        &offer.details,
        &offer.identity_key,
        &offer.account_key,
    ) {
        Ok(())
    } else {
        Err(Refusal::SignatureMismatch)
    }
}

/// Puts the device on its phone's list, on disk.
async fn keep(network: &Network, peer: &Peer, offer: &Offer) -> Result<(), Refusal> {
    let device = Device {
        noise_key: peer.noise_key(),
        identity_key: offer.identity_key,
        linked_at: unix_seconds(),
        bundle: None,
        has_app_state_key: false,
        mail: Vec::new(),
    };
    let address = &offer.address;
    network
        .store
        .change(|state| {
            let phone = state
                .phone_mut(&address.number)
                .ok_or(Refusal::NoSuchPhone)?;
            if phone.devices.len() >= DEVICE_LIMIT {
                return Err(Refusal::DeviceLimit);
            }
            phone.devices.insert(address.device, device);
            Ok(())
        })
        .await
}

fn offer_id(peer: &Peer) -> String {
    format!("pair-success-{}", peer.id)
}

fn pair_success(peer: &Peer, phone: &Phone, address: &DeviceAddress, container: Vec<u8>) -> Node {
    let DeviceAddress { number, device } = address;
    let mut children = vec![
        NodeBuilder::new("device-identity").bytes(container).build(),
        NodeBuilder::new("device")
            .attr("jid", format!("{number}:{device}@s.whatsapp.net"))
            .attr("lid", format!("{}:{device}@lid", phone.lid))
            .build(),
        NodeBuilder::new("platform")
            .attr("name", phone.platform.as_str())
            .build(),
    ];
    if let Some(name) = &phone.business_name {
        children.push(NodeBuilder::new("biz").attr("name", name.clone()).build());
    }
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", "set")
        .attr("id", offer_id(peer))
        .attr("xmlns", "md")
        .attr("t", unix_seconds().to_string())
        .children([NodeBuilder::new("pair-success").children(children).build()])
        .build()
}
