//! Removes the linked devices of many phones at once, as WhatsApp does when it does not trust what they share.

use serde::Deserialize;

use crate::faults::Target;
use crate::network::{Network, Unlinked};
use crate::phone::DeviceAddress;

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum UnlinkPhones {
    All(bool),
    These(Numbers),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Numbers {
    pub(super) phone_numbers: Vec<String>,
}

/// Removes the devices of these phones, and returns how many there were.
pub(super) async fn remove_devices(network: &Network, of: &[Target]) -> anyhow::Result<usize> {
    let mut removed = 0;
    for address in devices(network, of) {
        if network.unlink(&address).await? == Unlinked::Removed {
            removed += 1;
        }
    }
    Ok(removed)
}

fn devices(network: &Network, of: &[Target]) -> Vec<DeviceAddress> {
    let state = network.store.read();
    let phones = state.phones.values();
    phones
        .filter(|phone| of.iter().any(|target| target.includes(&phone.number)))
        .flat_map(|phone| {
            phone.devices.keys().map(|&device| DeviceAddress {
                number: phone.number.clone(),
                device,
            })
        })
        .collect()
}
