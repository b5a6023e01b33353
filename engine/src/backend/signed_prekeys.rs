//! Signed prekeys that were replaced.
//!
//! The client replaces its signed prekey every week and removes a replaced one after three weeks, but people who were
//! offline, and phones that have not fetched the new one, use an old one for longer. A message to a key that is gone
//! cannot be read until its sender has sent it again. So a removed key is kept here, and read like any other.

use wacore::store::error::Result;
use wacore::time::now_secs;
use waproto::codec::signed_pre_key_record_decode;

use super::signal::SIGNED_PREKEY;
use super::{Backend, delete, put};

const REPLACED: &str = "replaced_signed_prekey";

/// How long a key is kept after it was replaced.
const KEPT_SECONDS: i64 = 90 * 24 * 3600;

impl Backend {
    /// A key that the client has removed after it was replaced.
    pub(super) async fn replaced_prekey(&self, id: u32) -> Result<Option<Vec<u8>>> {
        if !self.is_replaced(id) {
            return Ok(None);
        }
        let record = self.get(REPLACED, &id.to_string()).await?;
        Ok(record.filter(|record| is_kept(record)))
    }

    /// The client removes a key: one that was replaced some time ago, the second copy of the present one, or a new one
    /// that WhatsApp has refused. Only the first is kept. The others must be gone, or the client would use them again.
    pub(super) async fn retire_signed_prekey(&self, id: u32) -> Result<()> {
        let key = id.to_string();
        let mut changes = vec![delete(SIGNED_PREKEY, &key)];
        if self.is_replaced(id)
            && let Some(record) = self.get(SIGNED_PREKEY, &key).await?
        {
            changes.push(put(REPLACED, &key, &record));
        }
        self.apply(changes).await?;
        self.delete_where(REPLACED, |_, record| Ok(!is_kept(record)))
            .await?;
        Ok(())
    }

    fn is_replaced(&self, id: u32) -> bool {
        let live = self.live_device();
        live.is_some_and(|device| id < device.signed_pre_key_id)
    }
}

/// The client writes into the record of a key when it was replaced.
fn is_kept(record: &[u8]) -> bool {
    let record = signed_pre_key_record_decode(record);
    let replaced_at = record.ok().and_then(|record| record.timestamp);
    let replaced_at = replaced_at.and_then(|at| i64::try_from(at).ok());
    replaced_at.is_some_and(|at| now_secs() - at < KEPT_SECONDS)
}
