//! Which privacy address (LID) belongs to which phone number, looked up by either.
//!
//! The row by LID is authoritative. The row by number has the LID that was last learned for the number, and is deleted
//! when that LID moves to another number.

use std::collections::HashMap;

use wacore::store::error::Result;
use wacore::store::traits::LidPnMappingEntry;

use super::{Backend, delete, from_json, put, put_json};

const LID_MAPPING: &str = "lid_mapping";
const LID_OF_NUMBER: &str = "lid_of_number";

impl Backend {
    pub(super) async fn mapping_of_lid(&self, lid: &str) -> Result<Option<LidPnMappingEntry>> {
        self.get_json(LID_MAPPING, lid).await
    }

    pub(super) async fn mapping_of_number(&self, phone: &str) -> Result<Option<LidPnMappingEntry>> {
        let Some(lid) = self.get(LID_OF_NUMBER, phone).await? else {
            return Ok(None);
        };
        self.mapping_of_lid(&String::from_utf8_lossy(&lid)).await
    }

    pub(super) async fn all_mappings(&self) -> Result<Vec<LidPnMappingEntry>> {
        let rows = self.list(LID_MAPPING).await?;
        rows.iter().map(|(_, row)| from_json(row)).collect()
    }

    pub(super) async fn put_mappings(&self, entries: &[LidPnMappingEntry]) -> Result<()> {
        let _lock = self.lock_changes().await;
        let mut changes = Vec::with_capacity(entries.len() * 2);
        // The mappings of this batch, which are not in the rows yet.
        let mut in_batch: HashMap<&str, &str> = HashMap::new();
        for entry in entries {
            let before = match in_batch.insert(&entry.lid, &entry.phone_number) {
                Some(phone) => Some(phone.to_owned()),
                None => self
                    .mapping_of_lid(&entry.lid)
                    .await?
                    .map(|known| known.phone_number),
            };
            if let Some(phone) = before.filter(|phone| *phone != entry.phone_number) {
                changes.push(delete(LID_OF_NUMBER, &phone));
            }
            changes.push(put_json(LID_MAPPING, &entry.lid, entry)?);
            let lid = entry.lid.as_bytes();
            changes.push(put(LID_OF_NUMBER, &entry.phone_number, lid));
        }
        self.apply(changes).await
    }
}
