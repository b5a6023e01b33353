//! The device: this side's keys, and after a link the account they belong to.
//!
//! Two rules make a scan survive a crash. *Nothing is written before there is a link*: a waiting
//! session costs no write, and its identity may die with the process because no phone knows it.
//! *Nothing stale is written after there is one*: the client saves in the background from a copy
//! that may be older than what was saved meanwhile, so whoever saves, saves the newest state.
//! [`Backend::settle`] is what the socket calls before each frame; with it, the answer that
//! completes a link cannot leave before the link is stored.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError, Weak};

use async_trait::async_trait;
use tokio::sync::{Mutex, Notify};
use wacore::store::Device;
use wacore::store::error::{Result, StoreError};
use wacore::store::traits::DeviceStore;
use whatsapp_rust::store::Device as LiveDevice;
use whatsapp_rust::store::persistence_manager::PersistenceManager;

use super::{Backend, ONLY, put_json};
use crate::account::Profile;

const DEVICE: &str = "device";
/// The row that is there from the link on.
pub(crate) const DEVICE_ROW: (&str, &str) = (DEVICE, ONLY);
const PROFILE: &str = "profile";

#[derive(Default)]
pub(super) struct DeviceKeeper {
    /// The device as last saved or, before a link, as last offered. Held while writing.
    kept: Mutex<Option<Device>>,
    /// The live state that was written last, to be compared by identity.
    written: SyncMutex<Option<Arc<LiveDevice>>>,
    /// Where the newest state is while a client runs.
    live: SyncMutex<Weak<PersistenceManager>>,
    /// Told by the phone during the scan and stored with the link.
    scanned: SyncMutex<Option<Profile>>,
    linked: AtomicBool,
    unable: Notify,
}

impl Backend {
    /// Names the client whose state is the newest from now on.
    pub(crate) fn follow(&self, live: &Arc<PersistenceManager>) {
        *locked(&self.device.live) = Arc::downgrade(live);
    }

    /// Whether a link is stored.
    pub(crate) fn linked(&self) -> bool {
        self.device.linked.load(Ordering::Acquire)
    }

    /// Remembers what the phone told about itself, to be stored together with the link.
    pub(crate) fn scanned(&self, profile: Profile) {
        *locked(&self.device.scanned) = Some(profile);
    }

    /// What the phone told about itself when it was linked.
    pub(crate) async fn profile(&self) -> Result<Profile> {
        let scanned = locked(&self.device.scanned).clone();
        match scanned {
            Some(profile) => Ok(profile),
            None => Ok(self.get_json(PROFILE, ONLY).await?.unwrap_or_default()),
        }
    }

    /// Stores the device if it is linked and not yet stored as it is now, and what is owed to it. Fails when the client has
    /// given up saving, because from then on it would forget everything it learns.
    pub(crate) async fn settle(&self) -> Result<()> {
        let live = locked(&self.device.live).upgrade();
        if live.is_some_and(|live| live.is_saver_halted()) {
            self.device.unable.notify_one();
            return Err(StoreError::Database(
                "the client has given up saving".into(),
            ));
        }
        let Some(now) = self.live_device().filter(|now| is_linked(now)) else {
            return Ok(());
        };
        let settled = match self.save_owed().await {
            Ok(()) if self.is_written(&now) => Ok(()),
            Ok(()) => self.save(&now).await,
            Err(error) => Err(error),
        };
        if settled.is_err() {
            self.device.unable.notify_one();
        }
        settled
    }

    /// Resolves when the device could not be stored before something had to be sent.
    pub(crate) async fn unable(&self) {
        self.device.unable.notified().await;
    }

    fn live_device(&self) -> Option<Arc<LiveDevice>> {
        let live = locked(&self.device.live).upgrade()?;
        Some(live.get_device_snapshot())
    }

    fn is_written(&self, device: &Arc<LiveDevice>) -> bool {
        let written = locked(&self.device.written);
        written.as_ref().is_some_and(|it| Arc::ptr_eq(it, device))
    }

    async fn write(&self, device: &Device) -> Result<()> {
        let mut changes = vec![put_json(DEVICE, ONLY, device)?];
        let scanned = locked(&self.device.scanned).clone();
        if let Some(profile) = &scanned {
            changes.push(put_json(PROFILE, ONLY, profile)?);
        }
        self.apply(changes).await?;
        self.device.linked.store(true, Ordering::Release);
        Ok(())
    }

    /// The device as stored, if it is linked.
    pub(crate) async fn linked_device(&self) -> Result<Option<Device>> {
        Ok(self.stored().await?.filter(is_linked))
    }

    async fn stored(&self) -> Result<Option<Device>> {
        let device = self.get_json(DEVICE, ONLY).await?;
        if device.is_some() {
            self.device.linked.store(true, Ordering::Release);
        }
        Ok(device)
    }
}

#[async_trait]
impl DeviceStore for Backend {
    async fn save(&self, offered: &Device) -> Result<()> {
        let mut kept = self.device.kept.lock().await;
        let live = self.live_device();
        if live.as_ref().is_some_and(|live| self.is_written(live)) {
            return Ok(());
        }
        let newest = live.as_ref().map_or(offered, |live| &live.core);
        if is_linked(newest) {
            self.write(newest).await?;
            locked(&self.device.written).clone_from(&live);
        }
        *kept = Some(newest.clone());
        Ok(())
    }

    async fn load(&self) -> Result<Option<Device>> {
        let mut kept = self.device.kept.lock().await;
        if kept.is_none() {
            *kept = self.stored().await?;
        }
        Ok(kept.clone())
    }

    async fn exists(&self) -> Result<bool> {
        Ok(self.load().await?.is_some())
    }

    /// There is one device per session, so its number says nothing.
    async fn create(&self) -> Result<i32> {
        let mut kept = self.device.kept.lock().await;
        kept.get_or_insert_with(Device::new);
        Ok(1)
    }
}

/// A device is linked when it has both its address and the identity its phone signed.
fn is_linked(device: &Device) -> bool {
    device.pn.is_some() && device.account.is_some()
}

fn locked<T>(mutex: &SyncMutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
