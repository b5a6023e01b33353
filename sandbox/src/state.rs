//! What the network keeps on disk: the server's keys with their certificate chain, and the phones with their
//! linked devices. This is all that a linked device needs to log in again after a restart; what ends with a
//! connection is in `connections`.

mod certificates;
mod files;
mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::keys::{SecretKey, base64_text};
use crate::phone::{Addresses, Device, DeviceAddress, NewPhone, Phone};
pub(crate) use store::Store;

#[derive(Clone)]
pub(crate) struct State {
    pub(crate) server: Server,
    /// By number, digits only. Snapshots share them, so that a change copies only the phones that it touches.
    pub(crate) phones: BTreeMap<String, Arc<Phone>>,
}

/// The network's own identity, which clients remember.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Server {
    pub(crate) root: SecretKey,
    pub(crate) static_key: SecretKey,
    #[serde(with = "base64_text")]
    pub(crate) certificate_chain: Vec<u8>,
}

impl State {
    /// A new network, with the two phones of every sandbox.
    pub(crate) fn create(addresses: Addresses) -> State {
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
                .map(|new| NewPhone { addresses, ..new })
                .map(|new| (new.number.clone(), Arc::new(Phone::new(new))))
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

    /// The phone that an account can reach at an address. A username hides the number.
    pub(crate) fn contact_at(&self, account: &str, jid: &str) -> Option<&Arc<Phone>> {
        let is_hidden = |phone: &Phone| phone.username.is_some() && !jid.ends_with("@lid");
        self.phone_at(jid)
            .filter(|phone| phone.number == account || !is_hidden(phone))
    }

    /// The phone of an address, which may name any of the phone's devices, by its number or its LID.
    pub(crate) fn phone_at(&self, jid: &str) -> Option<&Arc<Phone>> {
        let (user, server) = jid.split_once('@')?;
        let user = user.split(':').next().unwrap_or_default();
        match server {
            "lid" => self.phones.values().find(|phone| phone.lid == user),
            _ => self.phones.get(user),
        }
    }
}
