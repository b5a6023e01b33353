//! The network as one thing: what is kept on disk, who is connected now, what was asked to go wrong, and
//! how fast time passes.

use std::collections::HashMap;

use crate::Options;
use crate::clock::Pace;
use crate::faults::Faults;
use crate::live::Live;
use crate::phone::signal::Conversations;
use crate::phone::{DeviceAddress, NewPhone, Phone};
use crate::state::Store;

pub(crate) struct Network {
    pub(crate) store: Store,
    pub(crate) live: Live,
    pub(crate) faults: Faults,
    pub(crate) pace: Pace,
    /// By phone number. Forgotten at a restart, see `phone::signal`.
    pub(crate) conversations: tokio::sync::Mutex<HashMap<String, Conversations>>,
}

/// Why a phone could not be added.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddPhoneError {
    #[error("this network has a phone with that number already")]
    Exists,
    #[error(transparent)]
    Unwritten(#[from] anyhow::Error),
}

impl Network {
    pub(crate) async fn open(options: Options) -> anyhow::Result<Network> {
        Ok(Network {
            pace: Pace::new(options.speed)?,
            store: Store::open(options.state_file).await?,
            live: Live::default(),
            faults: Faults::default(),
            conversations: tokio::sync::Mutex::default(),
        })
    }

    pub(crate) async fn add_phone(&self, new: NewPhone) -> Result<Phone, AddPhoneError> {
        self.store
            .change(|state| {
                if state.phones.contains_key(&new.number) {
                    return Err(AddPhoneError::Exists);
                }
                let phone = Phone::assemble(new);
                state.phones.insert(phone.number.clone(), phone.clone());
                Ok(phone)
            })
            .await
    }

    /// Takes a device off its phone's list and tells it so. Returns whether it was on the list.
    pub(crate) async fn unlink(&self, address: &DeviceAddress) -> anyhow::Result<Unlinked> {
        let removed = self
            .store
            .change(|state| {
                let phone = state.phones.get_mut(&address.number);
                anyhow::Ok(phone.and_then(|phone| phone.devices.remove(&address.device)))
            })
            .await?;
        if let Some(peer) = self.live.peer_of(address) {
            peer.send(crate::stanza::stream::device_removed());
            peer.close();
        }
        Ok(match removed {
            Some(_) => Unlinked::Removed,
            None => Unlinked::WasNotLinked,
        })
    }
}

/// What unlinking a device came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unlinked {
    Removed,
    WasNotLinked,
}
