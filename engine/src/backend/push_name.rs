//! The account's push name, hidden from the client while it is logged in.
//!
//! whatsapp-rust 0.7.0 reports the session as available at each login and at each change of the name, and then WhatsApp
//! no longer notifies the owner's phone. It has no setting against that, but without a name it reports nothing. So the
//! live device has no name between a login and the end of its connection. At the login itself it has one, because a
//! device without a name fetches the account's settings anew. The stored device always has its name.

use std::borrow::Cow;

use futures_util::FutureExt as _;
use wacore::store::Device;
use whatsapp_rust::store::Device as LiveDevice;

use super::Backend;
use super::device::lock;

impl Backend {
    /// The account's name; empty until it is known.
    pub(crate) fn push_name(&self) -> String {
        let name = self.live_device().map(|live| live.push_name.clone());
        let name = name.filter(|name| !name.is_empty());
        name.unwrap_or_else(|| lock(&self.device.push_name).clone())
    }

    /// Hides the name from the client.
    pub(crate) async fn hide_push_name(&self) {
        if let Some(live) = self.live() {
            live.modify_device(|device| self.take_push_name(device))
                .await;
        }
    }

    /// As [`Self::hide_push_name`], for code that cannot wait. Returns whether the name is hidden.
    pub(crate) fn try_hide_push_name(&self) -> bool {
        let Some(live) = self.live() else {
            return true;
        };
        let hidden = live.modify_device(|device| self.take_push_name(device));
        hidden.now_or_never().is_some()
    }

    /// Gives the client the name again.
    pub(crate) async fn show_push_name(&self) {
        let name = lock(&self.device.push_name).clone();
        let Some(live) = self.live().filter(|_| !name.is_empty()) else {
            return;
        };
        live.modify_device(|device| {
            if device.push_name.is_empty() {
                device.push_name = name;
            }
        })
        .await;
    }

    /// The device as it is stored.
    pub(super) fn with_push_name<'a>(&self, device: &'a Device) -> Cow<'a, Device> {
        let name = lock(&self.device.push_name).clone();
        if !device.push_name.is_empty() || name.is_empty() {
            return Cow::Borrowed(device);
        }
        let mut named = device.clone();
        named.push_name = name;
        Cow::Owned(named)
    }

    fn take_push_name(&self, device: &mut LiveDevice) {
        let name = std::mem::take(&mut device.push_name);
        if !name.is_empty() {
            *lock(&self.device.push_name) = name;
        }
    }
}
