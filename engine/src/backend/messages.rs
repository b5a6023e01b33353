//! Messages that are stored for a while: sent ones in case the recipient requests them again, received ones until they
//! are delivered to the embedder. They expire by the time of writing.
//!
//! The client looks a received message up only when WhatsApp delivers bytes that it has decrypted before, and
//! acknowledges them if there is none. That is correct only for a message that was delivered to the embedder
//! ([`super::missing`]).

use std::sync::{MutexGuard, PoisonError};

use wacore::store::error::Result;
use wacore::store::traits::{PendingInboundKey, PendingInboundRow};
use wacore::time::now_secs;

use super::timestamped::{payload, timestamp, with_timestamp};
use super::{Backend, compose_key, delete, put};

const SENT_MESSAGE: &str = "sent_message";
const PENDING_INBOUND: &str = "pending_inbound";

/// The prefix of the ids with which the client tests at each start whether the store works. Such a message stays in
/// memory, so that a session that waits for a link costs no write.
const PROBE: &str = "__wa_durability_probe_";

impl Backend {
    pub(super) async fn store_sent(&self, chat: &str, id: &str, message: &[u8]) -> Result<()> {
        let row = with_timestamp(now_secs(), message);
        self.put(SENT_MESSAGE, &compose_key(&[chat, id]), &row)
            .await
    }

    /// Returns a message once.
    pub(super) async fn take_sent(&self, chat: &str, id: &str) -> Result<Option<Vec<u8>>> {
        let _lock = self.lock_changes().await;
        let key = compose_key(&[chat, id]);
        let Some(row) = self.get(SENT_MESSAGE, &key).await? else {
            return Ok(None);
        };
        self.delete(SENT_MESSAGE, &key).await?;
        payload(&row).map(Some)
    }

    pub(super) async fn expire_sent(&self, cutoff: i64) -> Result<u32> {
        self.delete_where(SENT_MESSAGE, |_, row| Ok(timestamp(row)? < cutoff))
            .await
    }

    pub(super) async fn store_one_pending(&self, row: PendingInboundRow<'_>) -> Result<()> {
        if !is_probe(row.id) {
            return self.store_pending(&[row]).await;
        }
        *self.probe() = Some((row.id.to_owned(), row.message.to_vec()));
        Ok(())
    }

    pub(super) async fn store_pending(&self, rows: &[PendingInboundRow<'_>]) -> Result<()> {
        let now = now_secs();
        let changes = rows.iter().map(|row| {
            let key = compose_key(&[row.chat, row.sender, row.id]);
            put(PENDING_INBOUND, &key, &with_timestamp(now, row.message))
        });
        self.apply(changes.collect()).await
    }

    /// Returns `None` for a message that was delivered to the embedder, and an error for one that is missing.
    pub(super) async fn pending(
        &self,
        chat: &str,
        sender: &str,
        id: &str,
    ) -> Result<Option<Vec<u8>>> {
        if is_probe(id) {
            let probe = self.probe().take_if(|(stored, _)| stored == id);
            return Ok(probe.map(|(_, message)| message));
        }
        let key = compose_key(&[chat, sender, id]);
        match self.get(PENDING_INBOUND, &key).await? {
            Some(row) => payload(&row).map(Some),
            None => {
                self.check_delivered(chat, sender, id).await?;
                Ok(None)
            }
        }
    }

    /// The client calls this for messages that were delivered to the embedder.
    pub(super) async fn delete_pending(&self, keys: &[PendingInboundKey<'_>]) -> Result<()> {
        if keys.iter().all(|key| is_probe(key.id)) {
            return Ok(());
        }
        let mut changes = self.mark_delivered(keys);
        changes.extend(keys.iter().map(|key| {
            let key = compose_key(&[key.chat, key.sender, key.id]);
            delete(PENDING_INBOUND, &key)
        }));
        self.apply(changes).await
    }

    pub(super) async fn expire_pending(&self, cutoff: i64) -> Result<u32> {
        let pending = self
            .delete_where(PENDING_INBOUND, |_, row| Ok(timestamp(row)? < cutoff))
            .await?;
        Ok(pending + self.expire_delivered(cutoff).await?)
    }

    fn probe(&self) -> MutexGuard<'_, Option<(String, Vec<u8>)>> {
        self.probe.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_probe(id: &str) -> bool {
    id.starts_with(PROBE)
}
