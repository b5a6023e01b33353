//! The device: this side's keys, and after a link the account that they belong to.
//!
//! Two rules make a scan survive a crash. *Nothing is written before there is a link*: a session that waits costs no
//! write, and its keys may be lost with the process because no phone has accepted them. *No stale state is written
//! after there is a link*: the client saves in the background from a copy that may be older than the stored state, so
//! every save writes the newest state. The socket calls [`Backend::persist`] before each frame, so the answer that
//! completes a link is not sent before the link is stored.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError, Weak};

use async_trait::async_trait;
use tokio::sync::{Mutex, Notify};
use wacore::store::Device;
use wacore::store::error::{Result, StoreError};
use wacore::store::traits::DeviceStore;
use whatsapp_rust::store::Device as LiveDevice;
use whatsapp_rust::store::persistence_manager::PersistenceManager;

use super::{Backend, SINGLE, put_json};
use crate::account::Profile;

const DEVICE: &str = "device";
/// The row that exists once the device is linked.
pub(crate) const DEVICE_ROW: (&str, &str) = (DEVICE, SINGLE);
const PROFILE: &str = "profile";

#[derive(Default)]
pub(super) struct DeviceState {
    /// The device as it was saved last or, before a link, as the client passed it last. Locked while writing.
    current: Mutex<Option<Device>>,
    /// The live state that was written last, compared by pointer.
    written: SyncMutex<Option<Arc<LiveDevice>>>,
    /// The newest state, while a client runs.
    live: SyncMutex<Weak<PersistenceManager>>,
    /// Received during the scan, and stored with the link.
    profile: SyncMutex<Option<Profile>>,
    /// The account's name, which the live device does not have all the time.
    pub(super) push_name: SyncMutex<String>,
    linked: AtomicBool,
    failed: Notify,
}

impl Backend {
    /// From now on, the newest state is this client's.
    pub(crate) fn attach(&self, live: &Arc<PersistenceManager>) {
        *lock(&self.device.live) = Arc::downgrade(live);
    }

    /// Whether a link is stored.
    pub(crate) fn is_linked(&self) -> bool {
        self.device.linked.load(Ordering::Acquire)
    }

    /// Sets the profile of the phone that scans, which is stored together with the link.
    pub(crate) fn set_profile(&self, profile: Profile) {
        *lock(&self.device.profile) = Some(profile);
    }

    /// The profile of the phone at its scan.
    pub(crate) async fn profile(&self) -> Result<Profile> {
        let profile = lock(&self.device.profile).clone();
        match profile {
            Some(profile) => Ok(profile),
            None => Ok(self.get_json(PROFILE, SINGLE).await?.unwrap_or_default()),
        }
    }

    /// Stores the missing messages and the device, if it is linked and they have changed. Fails when the client has
    /// stopped saving after errors, because its further changes would be lost.
    pub(crate) async fn persist(&self) -> Result<()> {
        if self.live().is_some_and(|live| live.is_saver_halted()) {
            self.device.failed.notify_one();
            return Err(StoreError::Database(
                "the client has given up saving".into(),
            ));
        }
        let Some(live) = self.live_device().filter(|live| is_linked(live)) else {
            return Ok(());
        };
        let persisted = match self.save_missing().await {
            Ok(()) if self.is_written(&live) => Ok(()),
            Ok(()) => self.save(&live).await,
            Err(error) => Err(error),
        };
        if persisted.is_err() {
            self.device.failed.notify_one();
        }
        persisted
    }

    /// Resolves when [`Backend::persist`] has failed.
    pub(crate) async fn storage_failed(&self) {
        self.device.failed.notified().await;
    }

    pub(super) fn live(&self) -> Option<Arc<PersistenceManager>> {
        lock(&self.device.live).upgrade()
    }

    pub(super) fn live_device(&self) -> Option<Arc<LiveDevice>> {
        Some(self.live()?.get_device_snapshot())
    }

    fn is_written(&self, device: &Arc<LiveDevice>) -> bool {
        let written = lock(&self.device.written);
        written.as_ref().is_some_and(|it| Arc::ptr_eq(it, device))
    }

    async fn write(&self, device: &Device) -> Result<()> {
        let mut changes = vec![put_json(DEVICE, SINGLE, device)?];
        let profile = lock(&self.device.profile).clone();
        if let Some(profile) = &profile {
            changes.push(put_json(PROFILE, SINGLE, profile)?);
        }
        self.apply(changes).await?;
        self.device.linked.store(true, Ordering::Release);
        Ok(())
    }

    /// The stored device, if it is linked.
    pub(crate) async fn linked_device(&self) -> Result<Option<Device>> {
        Ok(self.stored().await?.filter(is_linked))
    }

    async fn stored(&self) -> Result<Option<Device>> {
        let device = self.get_json(DEVICE, SINGLE).await?;
        if device.is_some() {
            self.device.linked.store(true, Ordering::Release);
        }
        Ok(device)
    }
}

#[async_trait]
impl DeviceStore for Backend {
    async fn save(&self, device: &Device) -> Result<()> {
        let mut current = self.device.current.lock().await;
        let live = self.live_device();
        if live.as_ref().is_some_and(|live| self.is_written(live)) {
            return Ok(());
        }
        let newest = live.as_ref().map_or(device, |live| &live.core);
        let newest = self.with_push_name(newest);
        if is_linked(&newest) {
            self.write(&newest).await?;
            lock(&self.device.written).clone_from(&live);
        }
        *current = Some(newest.into_owned());
        Ok(())
    }

    async fn load(&self) -> Result<Option<Device>> {
        let mut current = self.device.current.lock().await;
        if current.is_none() {
            *current = self.stored().await?;
        }
        Ok(current.clone())
    }

    async fn exists(&self) -> Result<bool> {
        Ok(self.load().await?.is_some())
    }

    /// Returns a constant, because there is one device per session.
    async fn create(&self) -> Result<i32> {
        let mut current = self.device.current.lock().await;
        current.get_or_insert_with(Device::new);
        Ok(1)
    }
}

/// A device is linked when it has its address and the identity that the phone has signed.
fn is_linked(device: &Device) -> bool {
    device.pn.is_some() && device.account.is_some()
}

pub(super) fn lock<T>(mutex: &SyncMutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
