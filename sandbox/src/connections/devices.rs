//! The linked devices that are logged in, each on one connection.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::peer::{ConnectionId, Peer};
use crate::phone::DeviceAddress;

#[derive(Default)]
pub(super) struct OnlineDevices(HashMap<DeviceAddress, OnlineDevice>);

struct OnlineDevice {
    peer: Peer,
    readiness: Readiness,
    /// What it reported last on this connection.
    presence: Option<Presence>,
    /// The ids of the messages that were sent on this connection.
    sent: HashSet<String>,
}

/// Whether a device takes messages. It reports that it does some time after its login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readiness {
    NotReady,
    Ready,
}

/// Whether somebody uses a device at this moment, as the device reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Presence {
    Available,
    Unavailable,
}

impl Presence {
    pub(crate) fn parse(word: &str) -> Option<Presence> {
        match word {
            "available" => Some(Presence::Available),
            "unavailable" => Some(Presence::Unavailable),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Presence::Available => "available",
            Presence::Unavailable => "unavailable",
        }
    }
}

impl OnlineDevices {
    pub(super) fn log_in(&mut self, address: DeviceAddress, peer: Peer) -> Option<Peer> {
        let device = OnlineDevice {
            peer,
            readiness: Readiness::NotReady,
            presence: None,
            sent: HashSet::new(),
        };
        let earlier = self.0.insert(address, device);
        earlier.map(|earlier| earlier.peer)
    }

    pub(super) fn remove(&mut self, id: ConnectionId) {
        self.0.retain(|_, device| device.peer.id != id);
    }

    pub(super) fn peer_of(&self, address: &DeviceAddress) -> Option<Peer> {
        self.0.get(address).map(|device| device.peer.clone())
    }

    pub(super) fn peers_of(&self, number: &str) -> Vec<Peer> {
        let devices = self.0.iter();
        devices
            .filter(|(address, _)| address.number == number)
            .map(|(_, device)| device.peer.clone())
            .collect()
    }

    /// A device reports on this connection whether it is in use.
    pub(super) fn set_presence(
        &mut self,
        address: &DeviceAddress,
        id: ConnectionId,
        presence: Presence,
    ) {
        let device = self.0.get_mut(address);
        if let Some(device) = device.filter(|device| device.peer.id == id) {
            device.presence = Some(presence);
        }
    }

    pub(super) fn presence_of(&self, address: &DeviceAddress) -> Option<Presence> {
        self.0.get(address)?.presence
    }

    /// Whether one of a phone's devices is in use.
    pub(super) fn is_in_use(&self, number: &str) -> bool {
        let mut devices = self.0.iter();
        devices.any(|(address, device)| {
            address.number == number && device.presence == Some(Presence::Available)
        })
    }

    pub(super) fn mark_ready(&mut self, address: &DeviceAddress, id: ConnectionId) {
        let device = self.0.get_mut(address);
        if let Some(device) = device.filter(|device| device.peer.id == id) {
            device.readiness = Readiness::Ready;
        }
    }

    pub(super) fn mark_sent(&mut self, address: &DeviceAddress, message_id: &str) -> Option<Peer> {
        let device = self.0.get_mut(address)?;
        let is_new =
            device.readiness == Readiness::Ready && device.sent.insert(message_id.to_owned());
        is_new.then(|| device.peer.clone())
    }

    pub(super) fn mark_unsent(&mut self, address: &DeviceAddress, message_id: &str) {
        if let Some(device) = self.0.get_mut(address) {
            device.sent.remove(message_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> DeviceAddress {
        DeviceAddress {
            number: "5511999990001".into(),
            device: 1,
        }
    }

    fn id_of(peer: Option<Peer>) -> Option<ConnectionId> {
        peer.map(|peer| peer.id)
    }

    #[test]
    fn a_device_stays_online_when_its_earlier_connection_ends() {
        let mut devices = OnlineDevices::default();
        let (first, _queue) = Peer::new(1, [0; 32]);
        let (second, _queue) = Peer::new(2, [0; 32]);
        assert_eq!(id_of(devices.log_in(address(), first)), None);
        assert_eq!(id_of(devices.log_in(address(), second)), Some(1));
        devices.remove(1);
        assert_eq!(id_of(devices.peer_of(&address())), Some(2));
        devices.remove(2);
        assert_eq!(id_of(devices.peer_of(&address())), None);
    }

    #[test]
    fn a_phone_is_in_use_elsewhere_while_a_connected_device_is_available() {
        let mut devices = OnlineDevices::default();
        let (peer, _queue) = Peer::new(1, [0; 32]);
        devices.log_in(address(), peer);
        for (connection, presence, in_use) in [
            (1, Presence::Unavailable, false),
            (2, Presence::Available, false),
            (1, Presence::Available, true),
            (1, Presence::Unavailable, false),
            (1, Presence::Available, true),
        ] {
            devices.set_presence(&address(), connection, presence);
            assert_eq!(devices.is_in_use(&address().number), in_use);
        }
        devices.remove(1);
        assert!(!devices.is_in_use(&address().number));
    }

    #[test]
    fn a_message_is_sent_once_to_a_device_that_is_ready() {
        let mut devices = OnlineDevices::default();
        let (peer, _queue) = Peer::new(1, [0; 32]);
        devices.log_in(address(), peer);
        assert_eq!(id_of(devices.mark_sent(&address(), "A")), None);
        devices.mark_ready(&address(), 1);
        assert_eq!(id_of(devices.mark_sent(&address(), "A")), Some(1));
        assert_eq!(id_of(devices.mark_sent(&address(), "A")), None);
        devices.mark_unsent(&address(), "A");
        assert_eq!(id_of(devices.mark_sent(&address(), "A")), Some(1));
    }
}
