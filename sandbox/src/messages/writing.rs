//! A phone's owner writes to another account: its phone has the message at once, each of its linked devices
//! and each of the writer's own as soon as it is there to take it.

use std::sync::Arc;

use super::delivery::post;
use super::new_id;
use crate::clock::unix_seconds;
use crate::history::Kind;
use crate::network::Network;
use crate::phone::mail::{Letter, Quote};
use crate::phone::{DeviceAddress, Phone};
use crate::state::State;

/// What somebody wants to send.
pub(crate) struct Draft {
    pub(crate) text: String,
    /// Number; nothing means the one account there is to write to.
    pub(crate) to: Option<String>,
    pub(crate) quoted_id: Option<String>,
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("there is no phone with this number on this network")]
    NoSuchPhone,
    #[error("no other phone has a linked device; say with \"to\" whom to write to")]
    NobodyLinked,
    #[error("several other phones have linked devices; say with \"to\" whom to write to")]
    SeveralLinked,
    #[error("the sandbox could not keep the message")]
    Unwritten(#[from] anyhow::Error),
}

/// Sends a message from a phone, and returns its id when it is on disk for everybody it is for.
pub(crate) async fn write(
    network: &Network,
    from: &str,
    draft: Draft,
) -> Result<String, WriteError> {
    let state = network.store.read();
    let writer = phone(&state, from)?;
    let to = match &draft.to {
        Some(number) => phone(&state, number)?,
        None => only_linked(&state, from)?,
    };
    let letter = Letter {
        id: new_id(),
        from: writer.number.clone(),
        to: to.number.clone(),
        quoted: draft.quoted_id.map(|id| quote(writer, to, id)),
        text: draft.text,
        at: unix_seconds(),
    };
    let id = letter.id.clone();
    keep(network, &letter).await?;
    network.history.note(Kind::MessageSent, from, &id);
    let mut accounts = vec![writer];
    if writer.number != to.number {
        accounts.push(to);
    }
    for account in accounts {
        for &device in account.devices.keys() {
            let number = account.number.clone();
            let address = DeviceAddress { number, device };
            post(network, writer, &address, letter.clone()).await?;
        }
    }
    Ok(id)
}

fn phone<'a>(state: &'a State, number: &str) -> Result<&'a Arc<Phone>, WriteError> {
    state.phones.get(number).ok_or(WriteError::NoSuchPhone)
}

/// The only account with a linked device, other than the writer's.
fn only_linked<'a>(state: &'a State, from: &str) -> Result<&'a Arc<Phone>, WriteError> {
    let others = state.phones.values().filter(|phone| phone.number != from);
    let mut linked = others.filter(|phone| !phone.devices.is_empty());
    match (linked.next(), linked.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(WriteError::SeveralLinked),
        (None, _) => Err(WriteError::NobodyLinked),
    }
}

/// A message that the phone does not have any more is quoted without its text, as WhatsApp does.
fn quote(writer: &Phone, to: &Phone, id: String) -> Quote {
    let known = writer.inbox.find(&id).or_else(|| to.inbox.find(&id));
    Quote {
        from: known.map_or_else(|| to.number.clone(), |letter| letter.from.clone()),
        text: known.map(|letter| letter.text.clone()).unwrap_or_default(),
        id,
    }
}

async fn keep(network: &Network, letter: &Letter) -> Result<(), WriteError> {
    network
        .store
        .change(|state| {
            if let Some(to) = state.phone_mut(&letter.to) {
                to.inbox.keep(letter.clone());
            }
            Ok(())
        })
        .await
}
