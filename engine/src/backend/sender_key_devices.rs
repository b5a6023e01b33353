//! Which devices of a group already hold our sender key: one row per group.

use std::collections::BTreeMap;

use wacore::store::error::Result;

use super::{Backend, delete, from_json, put_json};

const SENDER_KEY_DEVICES: &str = "sender_key_devices";

/// Whether each device has the key, by device address.
type Holders = BTreeMap<String, bool>;

impl Backend {
    pub(super) async fn holders(&self, group: &str) -> Result<Vec<(String, bool)>> {
        let holders: Option<Holders> = self.get_json(SENDER_KEY_DEVICES, group).await?;
        Ok(holders.unwrap_or_default().into_iter().collect())
    }

    pub(super) async fn set_holders(&self, group: &str, entries: &[(&str, bool)]) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let _lock = self.lock_changes().await;
        let row: Option<Holders> = self.get_json(SENDER_KEY_DEVICES, group).await?;
        let mut holders = row.unwrap_or_default();
        for (device, has_key) in entries {
            holders.insert((*device).to_owned(), *has_key);
        }
        self.put_json(SENDER_KEY_DEVICES, group, &holders).await
    }

    pub(super) async fn clear_holders(&self, group: &str) -> Result<()> {
        let _lock = self.lock_changes().await;
        self.delete(SENDER_KEY_DEVICES, group).await
    }

    pub(super) async fn clear_all_holders(&self) -> Result<()> {
        self.delete_where(SENDER_KEY_DEVICES, |_, _| Ok(true))
            .await?;
        Ok(())
    }

    pub(super) async fn remove_holders(&self, devices: &[&str]) -> Result<()> {
        if devices.is_empty() {
            return Ok(());
        }
        let _lock = self.lock_changes().await;
        let mut changes = Vec::new();
        for (group, row) in self.list(SENDER_KEY_DEVICES).await? {
            let mut holders: Holders = from_json(&row)?;
            let before = holders.len();
            holders.retain(|device, _| !devices.contains(&device.as_str()));
            if holders.is_empty() {
                changes.push(delete(SENDER_KEY_DEVICES, &group));
            } else if holders.len() < before {
                changes.push(put_json(SENDER_KEY_DEVICES, &group, &holders)?);
            }
        }
        self.apply(changes).await
    }
}
