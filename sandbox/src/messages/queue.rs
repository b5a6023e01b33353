//! The queue of each linked device. A message is sent as soon as the device is ready, and removed from the queue
//! when the device confirms it.

use wacore_binary::node::Node;
use waproto::whatsapp as wa;

use super::encrypt::{SessionSource, encrypt};
use crate::network::Network;
use crate::nodes::messages::{enc, peer_message, text_message, unavailable};
use crate::phone::messages::{Form, QueuedMessage, TextMessage};
use crate::phone::signal::EncryptedMessage;
use crate::phone::{DeviceAddress, Participants, Phone};
use crate::state::State;

/// When a message reaches a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// While the device is online.
    Live,
    /// The device was offline when the message was sent.
    Offline,
}

/// Puts a message into a device's queue, and sends it if the device is ready.
pub(super) async fn enqueue(
    network: &Network,
    sender: &Phone,
    to: &DeviceAddress,
    mut queued: QueuedMessage,
) -> anyhow::Result<()> {
    queued.encrypted = match encrypt_new(network, sender, to, &queued).await {
        Ok(encrypted) => encrypted,
        // The device was unlinked in the meantime, so it misses nothing.
        Err(_) if network.store.read().device(to).is_none() => return Ok(()),
        Err(error) => return Err(error),
    };
    let id = queued.text.id.clone();
    push(network, to, queued).await?;
    send(network, to, &id, Delivery::Live);
    Ok(())
}

/// Encrypts a message for a device, if the device has uploaded its prekeys.
async fn encrypt_new(
    network: &Network,
    sender: &Phone,
    to: &DeviceAddress,
    queued: &QueuedMessage,
) -> anyhow::Result<Option<EncryptedMessage>> {
    if queued.form == Form::Unavailable || !has_prekeys(network, to) {
        return Ok(None);
    }
    let state = network.store.read();
    let Some(message) = content(&state, queued, to) else {
        return Ok(None);
    };
    let source = match queued.old_key {
        Some(rotations) => SessionSource::OldKey(rotations),
        None => SessionSource::Existing,
    };
    let encrypted = encrypt(network, sender, to, &message, source).await?;
    Ok(Some(encrypted))
}

pub(super) async fn push(
    network: &Network,
    to: &DeviceAddress,
    queued: QueuedMessage,
) -> anyhow::Result<()> {
    network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(to) {
                device.queue.push(queued);
            }
            Ok(())
        })
        .await
}

/// Prepares what waits for a device, and returns how much that is. Messages from before the device had prekeys
/// are encrypted now.
pub(crate) async fn prepare(network: &Network, to: &DeviceAddress) -> anyhow::Result<usize> {
    if !has_prekeys(network, to) {
        return Ok(0);
    }
    let waiting = waiting(network, to);
    let is_new =
        |queued: &&QueuedMessage| queued.encrypted.is_none() && queued.form != Form::Unavailable;
    for queued in waiting.iter().filter(is_new) {
        encrypt_queued(network, to, queued, SessionSource::Existing).await?;
    }
    Ok(waiting.len())
}

/// Sends what waits for a device and was not sent on this connection. Returns how much that was.
pub(crate) fn deliver(network: &Network, to: &DeviceAddress, when: Delivery) -> usize {
    let waiting = waiting(network, to);
    let sent = waiting
        .iter()
        .filter(|queued| send(network, to, &queued.text.id, when));
    sent.count()
}

fn waiting(network: &Network, to: &DeviceAddress) -> Vec<QueuedMessage> {
    let state = network.store.read();
    let device = state.device(to);
    device
        .map(|device| device.queue.clone())
        .unwrap_or_default()
}

fn has_prekeys(network: &Network, to: &DeviceAddress) -> bool {
    let state = network.store.read();
    let device = state.device(to);
    device.is_some_and(|device| device.bundle.is_some())
}

/// Encrypts a message that is in the queue. With a new session, it counts as a retry.
pub(super) async fn encrypt_queued(
    network: &Network,
    to: &DeviceAddress,
    queued: &QueuedMessage,
    source: SessionSource,
) -> anyhow::Result<()> {
    let state = network.store.read();
    let Some(sender) = state.phones.get(&queued.text.from) else {
        return Ok(());
    };
    let Some(message) = content(&state, queued, to) else {
        return Ok(());
    };
    let id = &queued.text.id;
    let is_retry = !matches!(source, SessionSource::Existing);
    let encrypted = encrypt(network, sender, to, &message, source).await?;
    network
        .store
        .change(|state| {
            let device = state.device_mut(to);
            if let Some(queued) = device.and_then(|device| device.queued_mut(id)) {
                queued.encrypted = Some(encrypted);
                queued.retries += u32::from(is_retry);
            }
            Ok(())
        })
        .await
}

/// Sends a message in the queue, if the device is ready and was not sent it on this connection.
pub(super) fn send(network: &Network, to: &DeviceAddress, id: &str, when: Delivery) -> bool {
    let state = network.store.read();
    let Some(node) = envelope(&state, to, id, when) else {
        return false;
    };
    let peer = network.connections.mark_sent(to, id);
    if let Some(peer) = &peer {
        peer.send(node);
    }
    peer.is_some()
}

/// The stanza of a message in the queue; none if it is not encrypted yet.
fn envelope(state: &State, to: &DeviceAddress, id: &str, when: Delivery) -> Option<Node> {
    let queued = state.device(to)?.queued(id)?;
    let text = &queued.text;
    let sender = state.phones.get(&text.from)?;
    let with = |content| Some(text_message(&participants(state, text, to)?, text, content));
    let node = match &queued.form {
        Form::Unavailable => with(unavailable())?,
        Form::Encrypted => with(enc(queued.encrypted.as_ref()?))?,
        Form::Resend(_) => peer_message(sender, id, queued.encrypted.as_ref()?),
    };
    Some(match when {
        Delivery::Live => node.build(),
        Delivery::Offline => node.attr("offline", "1").build(),
    })
}

/// What is encrypted for a device; none if one of the accounts is gone.
fn content(state: &State, queued: &QueuedMessage, to: &DeviceAddress) -> Option<wa::Message> {
    if let Form::Resend(resend) = &queued.form {
        let message = resend.message.as_ref();
        let participants = message.and_then(|message| participants(state, message, to));
        return Some(resend.content(participants.as_ref()));
    }
    let text = &queued.text;
    Some(text.for_reader(&participants(state, text, to)?))
}

/// The accounts of a message's copy for a device; none if one of them is gone.
fn participants<'a>(
    state: &'a State,
    text: &TextMessage,
    to: &DeviceAddress,
) -> Option<Participants<'a>> {
    Some(Participants {
        sender: state.phones.get(&text.from)?,
        recipient: state.phones.get(&text.to)?,
        reader: state.phones.get(&to.number)?,
    })
}
