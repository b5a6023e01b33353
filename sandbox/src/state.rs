//! Who exists on this network, and is kept on disk: the server's keys with their certificate
//! chain, and the phones with their linked devices. Whatever a linked device needs to log in again after a
//! restart is in here; what only lives as long as a socket is in `live`.

mod certificates;
mod files;
mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::keys::{SecretKey, base64_text};
use crate::phone::{Device, DeviceAddress, NewPhone, Phone};
pub(crate) use store::Store;

#[derive(Clone)]
pub(crate) struct State {
    pub(crate) server: Server,
    /// By number, digits only.
    /// Shared between snapshots, so that a change copies the phones it touches and no other.
    pub(crate) phones: BTreeMap<String, Arc<Phone>>,
}

/// The network's own identity, which clients remember and log in to again.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Server {
    pub(crate) root: SecretKey,
    pub(crate) static_key: SecretKey,
    #[serde(with = "base64_text")]
    pub(crate) certificate_chain: Vec<u8>,
}

impl State {
    /// A new network with the two phones every sandbox starts with.
    pub(crate) fn found() -> State {
        let (root, static_key) = (SecretKey::generate(), SecretKey::generate());
        let certificate_chain = certificates::chain(&root, &static_key.public());
        let phones = [
            NewPhone::consumer("5511999990001", "Ana Souza"),
            NewPhone::business("5521988880002", "Bia Lima", "Padaria Pão Doce"),
        ];
        State {
            server: Server {
                root,
                static_key,
                certificate_chain,
            },
            phones: phones
                .into_iter()
                .map(|new| (new.number.clone(), Arc::new(Phone::assemble(new))))
                .collect(),
        }
    }

    /// A phone to be changed.
    pub(crate) fn phone_mut(&mut self, number: &str) -> Option<&mut Phone> {
        self.phones.get_mut(number).map(Arc::make_mut)
    }

    pub(crate) fn device(&self, address: &DeviceAddress) -> Option<&Device> {
        let phone = self.phones.get(&address.number)?;
        phone.devices.get(&address.device)
    }

    /// A linked device to be changed.
    pub(crate) fn device_mut(&mut self, address: &DeviceAddress) -> Option<&mut Device> {
        let phone = self.phone_mut(&address.number)?;
        phone.devices.get_mut(&address.device)
    }

    /// The phone behind a user part of an address: its number, or its LID.
    pub(crate) fn phone_of_user(&self, user: &str, kind: UserKind) -> Option<&Arc<Phone>> {
        match kind {
            UserKind::Number => self.phones.get(user),
            UserKind::Lid => self.phones.values().find(|phone| phone.lid == user),
        }
    }
}

/// The two ways an address names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserKind {
    Number,
    Lid,
}
