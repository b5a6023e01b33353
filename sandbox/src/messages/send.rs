//! A phone's owner sends a message to another account. The recipient's phone has it at once; the linked devices
//! of both accounts receive it as soon as they are ready.

use std::sync::Arc;

use super::new_id;
use super::queue::enqueue;
use crate::clock::unix_seconds;
use crate::history::Kind;
use crate::network::Network;
use crate::phone::messages::{Form, QueuedMessage, Quote, TextMessage};
use crate::phone::{DeviceAddress, Phone};
use crate::state::State;

/// A message that a phone's owner wants to send.
pub(crate) struct NewMessage {
    pub(crate) text: String,
    /// The recipient's number; none means the only other account with a linked device.
    pub(crate) to: Option<String>,
    pub(crate) quoted_id: Option<String>,
    /// The recipient's linked devices learn only that there is a message.
    pub(crate) unavailable: bool,
    /// The recipient's linked devices get it encrypted with their signed keys from so many rotations ago.
    pub(crate) old_key: Option<usize>,
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SendMessageError {
    #[error("there is no phone with this number on this network")]
    PhoneNotFound,
    #[error("no other phone has a linked device; say with \"to\" whom to write to")]
    NoRecipient,
    #[error("several other phones have linked devices; say with \"to\" whom to write to")]
    SeveralRecipients,
    #[error("this phone is off")]
    PhoneOff,
    #[error("the sandbox could not keep the message")]
    NotSaved(#[from] anyhow::Error),
}

/// Sends a message from a phone. Returns its id once it is on disk for all its recipients.
pub(crate) async fn send(
    network: &Network,
    from: &str,
    new: NewMessage,
) -> Result<String, SendMessageError> {
    let state = network.store.read();
    let sender = find_phone(&state, from)?;
    if network.faults.is_phone_off(from) {
        return Err(SendMessageError::PhoneOff);
    }
    let recipient = match &new.to {
        Some(number) => find_phone(&state, number)?,
        None => only_linked(&state, from)?,
    };
    let form = match new.unavailable {
        true => Form::Unavailable,
        false => Form::Encrypted,
    };
    let old_key = new.old_key;
    let text = text_message(sender, recipient, new);
    save(network, &text).await?;
    network.history.record(Kind::MessageSent, from, &text.id);
    let own = QueuedMessage::new(text.clone(), Form::Encrypted);
    enqueue_for_devices(network, sender, sender, &own).await?;
    if sender.number != recipient.number {
        let queued = QueuedMessage {
            old_key,
            ..QueuedMessage::new(text.clone(), form)
        };
        enqueue_for_devices(network, sender, recipient, &queued).await?;
    }
    Ok(text.id)
}

fn find_phone<'a>(state: &'a State, number: &str) -> Result<&'a Arc<Phone>, SendMessageError> {
    let phone = state.phones.get(number);
    phone.ok_or(SendMessageError::PhoneNotFound)
}

/// The only account with a linked device, apart from the sender's.
fn only_linked<'a>(state: &'a State, from: &str) -> Result<&'a Arc<Phone>, SendMessageError> {
    let others = state.phones.values().filter(|phone| phone.number != from);
    let mut linked = others.filter(|phone| !phone.devices.is_empty());
    match (linked.next(), linked.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(SendMessageError::SeveralRecipients),
        (None, _) => Err(SendMessageError::NoRecipient),
    }
}

fn text_message(sender: &Phone, recipient: &Phone, new: NewMessage) -> TextMessage {
    TextMessage {
        id: new_id(),
        from: sender.number.clone(),
        to: recipient.number.clone(),
        quoted: new.quoted_id.map(|id| quote(sender, recipient, id)),
        text: new.text,
        at: unix_seconds(),
    }
}

/// A message that the phones no longer have is quoted without its text, as WhatsApp does.
fn quote(sender: &Phone, recipient: &Phone, id: String) -> Quote {
    let inboxes = [&sender.inbox, &recipient.inbox];
    let known = inboxes.into_iter().find_map(|inbox| inbox.find(&id));
    Quote {
        from: known.map_or_else(|| recipient.number.clone(), |text| text.from.clone()),
        text: known.map(|text| text.text.clone()).unwrap_or_default(),
        id,
    }
}

async fn save(network: &Network, text: &TextMessage) -> anyhow::Result<()> {
    network
        .store
        .change(|state| {
            if let Some(recipient) = state.phone_mut(&text.to) {
                recipient.inbox.add(text.clone());
            }
            Ok(())
        })
        .await
}

async fn enqueue_for_devices(
    network: &Network,
    sender: &Phone,
    account: &Phone,
    queued: &QueuedMessage,
) -> anyhow::Result<()> {
    for &device in account.devices.keys() {
        let number = account.number.clone();
        let address = DeviceAddress { number, device };
        enqueue(network, sender, &address, queued.clone()).await?;
    }
    Ok(())
}
