//! The queue of each linked device. What is in it goes out as soon as the device listens, and leaves it when
//! the device has said that it has it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::sealing::{Footing, seal};
use crate::history::Kind;
use crate::network::Network;
use crate::phone::mail::{Letter, Mail, jid};
use crate::phone::signal::{Introduction, Sealed};
use crate::phone::{DeviceAddress, Phone};
use crate::state::State;

/// How often a message is sealed anew for a device that cannot open it.
const RETRIES: u32 = 5;

/// When a message reaches a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// While it is there.
    Live,
    /// It was away when the message was sent.
    Offline,
}

/// Puts a letter into a device's queue, and on its way if the device listens.
pub(super) async fn post(
    network: &Network,
    writer: &Phone,
    to: &DeviceAddress,
    letter: Letter,
) -> anyhow::Result<()> {
    let sealed = if has_bundle(network, to) {
        let message = letter.for_device_of(&to.number);
        match seal(network, writer, to, &message, Footing::Present).await {
            Ok(sealed) => Some(sealed),
            // It was unlinked meanwhile, and misses nothing.
            Err(_) if network.store.read().device(to).is_none() => return Ok(()),
            Err(error) => return Err(error),
        }
    } else {
        None
    };
    let mail = Mail {
        letter,
        sealed,
        retries: 0,
    };
    let id = mail.letter.id.clone();
    network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(to) {
                device.mail.push(mail);
            }
            anyhow::Ok(())
        })
        .await?;
    hand_over(network, to, &id, Delivery::Live);
    Ok(())
}

/// Makes ready what waits for a device, and says how much that is. Letters from before the device had keys
/// are sealed now.
pub(crate) async fn prepare(network: &Network, to: &DeviceAddress) -> anyhow::Result<usize> {
    if !has_bundle(network, to) {
        return Ok(0);
    }
    let waiting = waiting(network, to);
    for mail in waiting.iter().filter(|mail| mail.sealed.is_none()) {
        seal_again(network, to, &mail.letter, Footing::Present).await?;
    }
    Ok(waiting.len())
}

/// Hands over what waits for a device and it was not given on this connection; says how much that was.
pub(crate) fn deliver(network: &Network, to: &DeviceAddress, when: Delivery) -> usize {
    let waiting = waiting(network, to);
    let handed = waiting
        .iter()
        .filter(|mail| hand_over(network, to, &mail.letter.id, when));
    handed.count()
}

fn waiting(network: &Network, to: &DeviceAddress) -> Vec<Mail> {
    let state = network.store.read();
    let device = state.device(to);
    device.map(|device| device.mail.clone()).unwrap_or_default()
}

async fn seal_again(
    network: &Network,
    to: &DeviceAddress,
    letter: &Letter,
    footing: Footing,
) -> anyhow::Result<()> {
    let state = network.store.read();
    let Some(writer) = state.phones.get(&letter.from) else {
        return Ok(());
    };
    let message = letter.for_device_of(&to.number);
    let is_retry = !matches!(footing, Footing::Present);
    let sealed = seal(network, writer, to, &message, footing).await?;
    network
        .store
        .change(|state| {
            let device = state.device_mut(to);
            let mail = device.and_then(|device| device.mail_mut(&letter.id));
            if let Some(mail) = mail {
                mail.sealed = Some(sealed);
                mail.retries += u32::from(is_retry);
            }
            anyhow::Ok(())
        })
        .await
}

/// Sends a message in the queue if the device listens and was not given it on this connection.
fn hand_over(network: &Network, to: &DeviceAddress, id: &str, when: Delivery) -> bool {
    let state = network.store.read();
    let mail = state.device(to).and_then(|device| device.mail(id));
    let Some((letter, sealed)) = mail.and_then(|mail| Some((&mail.letter, mail.sealed.as_ref()?)))
    else {
        return false;
    };
    let Some(writer) = state.phones.get(&letter.from) else {
        return false;
    };
    let Some(peer) = network.live.hand(to, id) else {
        return false;
    };
    peer.send(envelope(writer, to, letter, sealed, when));
    true
}

fn has_bundle(network: &Network, to: &DeviceAddress) -> bool {
    let state = network.store.read();
    let device = state.device(to);
    device.is_some_and(|device| device.bundle.is_some())
}

/// The device has these messages.
pub(crate) async fn confirm(
    network: &Network,
    by: &DeviceAddress,
    ids: &[String],
) -> anyhow::Result<()> {
    drop_mail(network, by, ids, Kind::MessageAcked).await
}

/// The device cannot do anything with this message, so the server does not offer it again.
pub(crate) async fn refuse(network: &Network, by: &DeviceAddress, id: &str) -> anyhow::Result<()> {
    drop_mail(network, by, &[id.to_owned()], Kind::MessageRefused).await
}

async fn drop_mail(
    network: &Network,
    by: &DeviceAddress,
    ids: &[String],
    why: Kind,
) -> anyhow::Result<()> {
    let state = network.store.read();
    let is_known = |id: &&String| {
        let device = state.device(by);
        device.is_some_and(|device| device.mail(id).is_some())
    };
    let known: Vec<&String> = ids.iter().filter(is_known).collect();
    if known.is_empty() {
        return Ok(());
    }
    network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(by) {
                device.mail.retain(|mail| !known.contains(&&mail.letter.id));
            }
            anyhow::Ok(())
        })
        .await?;
    for id in known {
        // It is not in the queue any more, so that it was handed over need not be remembered.
        network.live.take_back(by, id);
        network.history.note(why, by, id);
    }
    Ok(())
}

/// The device could not open a message: it is sealed anew, in a conversation begun anew, from the keys the
/// device gave with its receipt if it did. The server may have dropped it meanwhile; its writer has it still.
pub(crate) async fn retry(
    network: &Network,
    by: &DeviceAddress,
    id: &str,
    introduction: Option<Introduction>,
) -> anyhow::Result<()> {
    let state = network.store.read();
    let letter = match state.device(by).and_then(|device| device.mail(id)) {
        Some(mail) if mail.retries >= RETRIES => {
            tracing::warn!("a device cannot open a message, and is not sent it again");
            return drop_mail(network, by, &[id.to_owned()], Kind::MessageGivenUp).await;
        }
        Some(mail) => mail.letter.clone(),
        None => match remembered(&state, by, id) {
            Some(letter) => queue_again(network, by, letter).await?,
            None => return Ok(()),
        },
    };
    let footing = introduction.map_or(Footing::Fresh, Footing::Introduced);
    seal_again(network, by, &letter, footing).await?;
    network.live.take_back(by, id);
    hand_over(network, by, id, Delivery::Live);
    Ok(())
}

/// A message that the server has no more, as its writer's phone still has it.
fn remembered(state: &State, by: &DeviceAddress, id: &str) -> Option<Letter> {
    let mut kept = state
        .phones
        .values()
        .filter_map(|phone| phone.inbox.find(id));
    kept.find(|letter| letter.to == by.number || letter.from == by.number)
        .cloned()
}

async fn queue_again(
    network: &Network,
    to: &DeviceAddress,
    letter: Letter,
) -> anyhow::Result<Letter> {
    let mail = Mail {
        letter: letter.clone(),
        sealed: None,
        retries: 0,
    };
    network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(to) {
                device.mail.push(mail);
            }
            anyhow::Ok(letter)
        })
        .await
}

/// Whether the device has asked for this message again.
pub(crate) fn was_retried(network: &Network, by: &DeviceAddress, id: &str) -> bool {
    let state = network.store.read();
    let mail = state.device(by).and_then(|device| device.mail(id));
    mail.is_some_and(|mail| mail.retries > 0)
}

fn envelope(
    writer: &Phone,
    to: &DeviceAddress,
    letter: &Letter,
    sealed: &Sealed,
    when: Delivery,
) -> Node {
    let enc = NodeBuilder::new("enc")
        .attr("v", "2")
        .attr("type", sealed.kind.as_str())
        .bytes(sealed.bytes.clone())
        .build();
    let mut envelope = NodeBuilder::new("message")
        .attr("from", jid(&letter.from))
        .attr("id", letter.id.clone())
        .attr("type", "text")
        .attr("t", letter.at.to_string())
        .attr("notify", writer.push_name.clone());
    if to.number == letter.from {
        envelope = envelope.attr("recipient", jid(&letter.to));
    } else {
        envelope = envelope.attr("sender_lid", format!("{}@lid", writer.lid));
    }
    if when == Delivery::Offline {
        envelope = envelope.attr("offline", "1");
    }
    envelope.children([enc]).build()
}
