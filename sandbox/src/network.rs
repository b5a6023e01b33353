//! Everything that one network consists of: what is on disk, who is connected, which faults are set, what
//! happened, and how fast codes expire.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use wacore_binary::node::Node;

use crate::clock::Speed;
use crate::connections::Connections;
use crate::faults::{Faults, Target};
use crate::history::{History, Kind, Subject};
use crate::nodes::stream;
use crate::phone::signal::SignalSessions;
use crate::phone::{Addresses, DeviceAddress, NewPhone, Phone};
use crate::state::Store;

pub(crate) struct Network {
    pub(crate) store: Store,
    pub(crate) connections: Connections,
    pub(crate) faults: Faults,
    pub(crate) history: History,
    pub(crate) speed: Speed,
    /// The addresses in the chats of a phone that is added without any.
    pub(crate) addresses: Addresses,
    /// By phone number. They are lost at a restart, see `phone::signal`.
    pub(crate) signal_sessions: tokio::sync::Mutex<HashMap<String, SignalSessions>>,
}

/// Why a phone could not be added.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddPhoneError {
    #[error("this network has a phone with that number already")]
    AlreadyExists,
    #[error(transparent)]
    NotSaved(#[from] anyhow::Error),
}

impl Network {
    pub(crate) async fn open(
        state_file: Option<PathBuf>,
        speed: Speed,
        addresses: Addresses,
    ) -> anyhow::Result<Network> {
        Ok(Network {
            store: Store::open(state_file, addresses).await?,
            connections: Connections::default(),
            faults: Faults::default(),
            history: History::default(),
            speed,
            addresses,
            signal_sessions: tokio::sync::Mutex::default(),
        })
    }

    pub(crate) async fn add_phone(&self, new: NewPhone) -> Result<Arc<Phone>, AddPhoneError> {
        self.store
            .change(|state| {
                if state.phones.contains_key(&new.number) {
                    return Err(AddPhoneError::AlreadyExists);
                }
                let phone = Arc::new(Phone::new(new));
                state.phones.insert(phone.number.clone(), phone.clone());
                Ok(phone)
            })
            .await
    }

    /// Changes the name that an account shows to others, and reports it to its linked devices.
    pub(crate) async fn rename(&self, number: &str, push_name: &str) -> anyhow::Result<()> {
        let renamed = self
            .store
            .change(|state| {
                let phone = state.phone_mut(number);
                anyhow::Ok(phone.map(|phone| {
                    phone.rename(push_name);
                    phone.clone()
                }))
            })
            .await?;
        if let Some(phone) = renamed {
            let notification = stream::renamed(&phone);
            let peers = self.connections.peers_of(number);
            peers
                .iter()
                .for_each(|peer| peer.send(notification.clone()));
        }
        Ok(())
    }

    /// Sends a last stanza to a phone's devices and closes their connections. Returns how many there were.
    pub(crate) fn disconnect(&self, number: &str, last: &Node) -> usize {
        let peers = self.connections.peers_of(number);
        for peer in &peers {
            peer.send(last.clone());
            peer.close();
            self.history.record(Kind::Dropped, number, &last.tag);
        }
        peers.len()
    }

    /// Ends connections without a closing message. Returns how many there were.
    pub(crate) fn abort(&self, target: &Target) -> usize {
        let count = self.connections.abort(target);
        let subject = match target {
            Target::All => Subject::unknown(),
            Target::Phone(number) => Subject::from(number.as_str()),
        };
        for _ in 0..count {
            self.history.record(Kind::Dropped, subject.clone(), "cut");
        }
        count
    }

    /// Removes a device from its phone's list, and reports that to the device.
    pub(crate) async fn unlink(&self, address: &DeviceAddress) -> anyhow::Result<Unlinked> {
        let unlinked = self.remove_device(address).await?;
        if let Some(peer) = self.connections.peer_of(address) {
            peer.send(stream::device_removed());
            peer.close();
        }
        Ok(unlinked)
    }

    /// Removes a device from its phone's list.
    pub(crate) async fn remove_device(&self, address: &DeviceAddress) -> anyhow::Result<Unlinked> {
        let unlinked = self
            .store
            .change(|state| {
                let phone = state.phone_mut(&address.number);
                let removed = phone.and_then(|phone| phone.devices.remove(&address.device));
                let unlinked = removed.map_or(Unlinked::WasNotLinked, |_| Unlinked::Removed);
                anyhow::Ok(unlinked)
            })
            .await?;
        if unlinked == Unlinked::Removed {
            self.history.record(Kind::Unlinked, address, "");
        }
        Ok(unlinked)
    }
}

/// The result of unlinking a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unlinked {
    Removed,
    WasNotLinked,
}
