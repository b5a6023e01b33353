//! The network as one thing: what is kept on disk, who is connected now, what was asked to go wrong, and
//! how fast time passes.

use std::collections::HashMap;
use std::sync::Arc;

use wacore_binary::node::Node;

use crate::Options;
use crate::clock::Pace;
use crate::faults::{Faults, Whose};
use crate::history::{About, History, Kind};
use crate::live::Live;
use crate::phone::signal::Conversations;
use crate::phone::{DeviceAddress, NewPhone, Phone};
use crate::state::Store;

pub(crate) struct Network {
    pub(crate) store: Store,
    pub(crate) live: Live,
    pub(crate) faults: Faults,
    pub(crate) history: History,
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
            history: History::default(),
            conversations: tokio::sync::Mutex::default(),
        })
    }

    pub(crate) async fn add_phone(&self, new: NewPhone) -> Result<Arc<Phone>, AddPhoneError> {
        self.store
            .change(|state| {
                if state.phones.contains_key(&new.number) {
                    return Err(AddPhoneError::Exists);
                }
                let phone = Arc::new(Phone::assemble(new));
                state.phones.insert(phone.number.clone(), phone.clone());
                Ok(phone)
            })
            .await
    }

    /// Ends the connections of a phone's devices with these words, and says how many there were.
    pub(crate) fn dismiss(&self, number: &str, words: &Node) -> usize {
        let peers = self.live.peers_of(number);
        for peer in &peers {
            peer.send(words.clone());
            peer.close();
            self.history.note(Kind::Dropped, number, &words.tag);
        }
        peers.len()
    }

    /// Cuts connections without a word, and says how many there were.
    pub(crate) fn cut(&self, whose: &Whose) -> usize {
        let count = self.live.cut(whose);
        for _ in 0..count {
            match whose {
                Whose::Anybodys => self.history.note(Kind::Dropped, About::nobody(), "cut"),
                Whose::Phones(number) => self.history.note(Kind::Dropped, number.as_str(), "cut"),
            }
        }
        count
    }

    /// Takes a device off its phone's list and tells it so. Returns whether it was on the list.
    pub(crate) async fn unlink(&self, address: &DeviceAddress) -> anyhow::Result<Unlinked> {
        let removed = self
            .store
            .change(|state| {
                let phone = state.phone_mut(&address.number);
                anyhow::Ok(phone.and_then(|phone| phone.devices.remove(&address.device)))
            })
            .await?;
        if let Some(peer) = self.live.peer_of(address) {
            peer.send(crate::stanza::stream::device_removed());
            peer.close();
        }
        Ok(match removed {
            Some(_) => {
                self.history.note(Kind::Unlinked, address, "");
                Unlinked::Removed
            }
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
