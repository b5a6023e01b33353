//! A phone: the account's primary device. It owns the account's identity, signs the devices that it links, keeps
//! their list, and holds the account's settings that linked devices fetch.
//!
//! Everything here is in the state file, except the Signal sessions in `signal`, which are lost at a restart.

mod addresses;
mod app_state;
pub(crate) mod history;
pub(crate) mod messages;
mod number;
pub(crate) mod prekeys;
pub(crate) mod resend;
pub(crate) mod signal;
mod tokens;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::clock::unix_seconds;
use crate::keys::{PublicBytes, SecretKey, base64_text};
pub use addresses::Addresses;
pub(crate) use addresses::{Participants, number_jid};
pub(crate) use app_state::AppState;
use messages::{Inbox, QueuedMessage};
pub(crate) use number::{InvalidNumber, digits};
use prekeys::{Bundle, OwnPrekeys};

/// WhatsApp links at most this many devices to a phone.
pub(crate) const DEVICE_LIMIT: usize = 4;

/// The app that a phone runs, by its name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Platform {
    Android,
    Iphone,
    /// WhatsApp Business on Android.
    Smba,
}

impl Platform {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Platform::Android => "android",
            Platform::Iphone => "iphone",
            Platform::Smba => "smba",
        }
    }
}

/// Where an account is hosted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Hosting {
    #[default]
    Phone,
    /// On the phone and in the Cloud API at the same time.
    Coexistence,
}

/// A phone that is to be added.
#[derive(Debug, Clone)]
pub(crate) struct NewPhone {
    /// Digits only.
    pub(crate) number: String,
    pub(crate) push_name: String,
    pub(crate) business_name: Option<String>,
    pub(crate) platform: Platform,
    pub(crate) hosting: Hosting,
    pub(crate) past_chats: u32,
    pub(crate) addresses: Addresses,
    /// Hides the number from others.
    pub(crate) username: Option<String>,
}

impl NewPhone {
    pub(crate) fn consumer(number: &str, push_name: &str) -> NewPhone {
        NewPhone {
            number: number.to_owned(),
            push_name: push_name.to_owned(),
            business_name: None,
            platform: Platform::Android,
            hosting: Hosting::Phone,
            past_chats: 0,
            addresses: Addresses::default(),
            username: None,
        }
    }

    pub(crate) fn business(number: &str, push_name: &str, business_name: &str) -> NewPhone {
        NewPhone {
            business_name: Some(business_name.to_owned()),
            platform: Platform::Smba,
            ..NewPhone::consumer(number, push_name)
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Phone {
    /// Digits only.
    pub(crate) number: String,
    pub(crate) lid: String,
    pub(crate) push_name: String,
    pub(crate) business_name: Option<String>,
    pub(crate) platform: Platform,
    #[serde(default)]
    pub(crate) hosting: Hosting,
    #[serde(default)]
    pub(crate) addresses: Addresses,
    #[serde(default)]
    pub(crate) username: Option<String>,
    pub(crate) identity: SecretKey,
    pub(crate) prekeys: OwnPrekeys,
    pub(crate) app_state: AppState,
    pub(crate) devices: BTreeMap<u16, Device>,
    #[serde(default)]
    pub(crate) inbox: Inbox,
    /// Chats in its history with people who have no phone on this network.
    #[serde(default)]
    pub(crate) past_chats: u32,
    /// Never given to a second device, since Signal sessions are kept by device number.
    next_device: u16,
}

/// A linked device, as the server and the phone know it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Device {
    /// The key that it must log in with.
    #[serde(with = "base64_text")]
    pub(crate) noise_key: PublicBytes,
    #[serde(with = "base64_text")]
    pub(crate) identity_key: PublicBytes,
    /// Seconds since 1970.
    pub(crate) linked_at: u64,
    /// What others need to start a Signal session with it; none before its first upload.
    pub(crate) bundle: Option<Bundle>,
    /// Whether it confirmed that it has the key to the account's settings.
    pub(crate) has_app_state_key: bool,
    /// Whether it confirmed that it has processed the phone's history.
    #[serde(default)]
    pub(crate) has_history: bool,
    /// The messages that it has not confirmed.
    #[serde(default, rename = "mail")]
    pub(crate) queue: Vec<QueuedMessage>,
}

impl Device {
    /// A device that is linked at this moment.
    pub(crate) fn new(noise_key: PublicBytes, identity_key: PublicBytes) -> Device {
        Device {
            noise_key,
            identity_key,
            linked_at: unix_seconds(),
            bundle: None,
            has_app_state_key: false,
            has_history: false,
            queue: Vec::new(),
        }
    }

    pub(crate) fn queued(&self, id: &str) -> Option<&QueuedMessage> {
        self.queue.iter().find(|queued| queued.text.id == id)
    }

    pub(crate) fn queued_mut(&mut self, id: &str) -> Option<&mut QueuedMessage> {
        self.queue.iter_mut().find(|queued| queued.text.id == id)
    }
}

impl Phone {
    /// A phone with new keys and no linked device.
    pub(crate) fn new(new: NewPhone) -> Phone {
        let identity = SecretKey::generate();
        Phone {
            lid: lid_for(&new.number),
            prekeys: OwnPrekeys::generate(&identity),
            app_state: AppState::with_push_name(&new.push_name),
            number: new.number,
            push_name: new.push_name,
            business_name: new.business_name,
            platform: new.platform,
            hosting: new.hosting,
            past_chats: new.past_chats,
            addresses: new.addresses,
            username: new.username,
            identity,
            devices: BTreeMap::new(),
            inbox: Inbox::default(),
            next_device: 1,
        }
    }

    /// Devices that are linked later get the new name with the account's settings; the others are notified.
    pub(crate) fn rename(&mut self, push_name: &str) {
        push_name.clone_into(&mut self.push_name);
        self.app_state = AppState::with_push_name(push_name);
    }

    /// Reserves a number for a device that is about to be linked. No other device ever gets it.
    pub(crate) fn reserve_device(&mut self) -> u16 {
        let device = self.next_device;
        self.next_device = self.next_device.saturating_add(1);
        device
    }
}

/// The address of a linked device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct DeviceAddress {
    pub(crate) number: String,
    pub(crate) device: u16,
}

/// A LID does not reveal the number, but is the same in every run, so that tests can name it.
fn lid_for(number: &str) -> String {
    let digest = Sha256::digest(number.as_bytes());
    let seed = digest
        .iter()
        .take(8)
        .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    (100_000_000_000_000 + seed % 900_000_000_000_000).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_number_is_never_given_twice() {
        let mut phone = Phone::new(NewPhone::consumer("5511999990001", "Ana"));
        assert_eq!(phone.reserve_device(), 1);
        assert_eq!(phone.reserve_device(), 2);
    }

    #[test]
    fn a_devices_queue_keeps_its_name_in_the_state_file() {
        let device = serde_json::to_value(Device::new([1; 32], [2; 32])).unwrap();
        assert!(device["mail"].is_array(), "{device}");
    }

    #[test]
    fn a_lid_is_stable_and_hides_the_number() {
        let lid = lid_for("5511999990001");
        assert_eq!(lid, lid_for("5511999990001"));
        assert_ne!(lid, lid_for("5511999990002"));
        assert_eq!(lid.len(), 15);
        assert!(!lid.contains("999990001"));
    }
}
