//! Messages kept for a while: sent ones in case the receiver asks again, received ones until they
//! are handed over. Both carry the time of writing in front, for the client's sweeps.
//!
//! The client looks for a received one only when WhatsApp hands over bytes that it has opened before, and
//! acknowledges them where none is found. That is right only for what was handed over ([`super::owed`]).

use std::sync::{MutexGuard, PoisonError};

use wacore::store::error::Result;
use wacore::store::traits::{PendingInboundKey, PendingInboundRow};
use wacore::time::now_secs;

use super::{Backend, composed, delete, malformed, put};

const SENT_MESSAGE: &str = "sent_message";
const PENDING_INBOUND: &str = "pending_inbound";

/// At each start the client tries out whether the store keeps messages, with one of this kind. It
/// stays in memory, so that a session that only waits costs no write.
const TRIAL: &str = "__wa_durability_probe_";
const STAMP: usize = size_of::<i64>();

impl Backend {
    pub(super) async fn keep_sent(&self, chat: &str, id: &str, payload: &[u8]) -> Result<()> {
        let row = stamped(now_secs(), payload);
        self.put(SENT_MESSAGE, &composed(&[chat, id]), &row).await
    }

    /// Whoever takes a message is the only one to get it.
    pub(super) async fn take_sent(&self, chat: &str, id: &str) -> Result<Option<Vec<u8>>> {
        let _changing = self.changing().await;
        let key = composed(&[chat, id]);
        let Some(row) = self.get(SENT_MESSAGE, &key).await? else {
            return Ok(None);
        };
        self.delete(SENT_MESSAGE, &key).await?;
        Ok(Some(split(&row)?.1.to_vec()))
    }

    pub(super) async fn expire_sent(&self, cutoff: i64) -> Result<u32> {
        self.delete_where(SENT_MESSAGE, |_, row| Ok(split(row)?.0 < cutoff))
            .await
    }

    pub(super) async fn keep_one_pending(&self, row: PendingInboundRow<'_>) -> Result<()> {
        if !is_trial(row.id) {
            return self.keep_pending(&[row]).await;
        }
        *self.trial() = Some((row.id.to_owned(), row.message.to_vec()));
        Ok(())
    }

    pub(super) async fn keep_pending(&self, rows: &[PendingInboundRow<'_>]) -> Result<()> {
        let now = now_secs();
        let changes = rows.iter().map(|row| {
            let key = composed(&[row.chat, row.sender, row.id]);
            put(PENDING_INBOUND, &key, &stamped(now, row.message))
        });
        self.apply(changes.collect()).await
    }

    pub(super) async fn pending(
        &self,
        chat: &str,
        from: &str,
        id: &str,
    ) -> Result<Option<Vec<u8>>> {
        if is_trial(id) {
            let trial = self.trial().take_if(|(tried, _)| tried == id);
            return Ok(trial.map(|(_, message)| message));
        }
        let row = self
            .get(PENDING_INBOUND, &composed(&[chat, from, id]))
            .await?;
        let Some(row) = row else {
            self.is_done_with(chat, from, id).await?;
            return Ok(None);
        };
        Ok(Some(split(&row)?.1.to_vec()))
    }

    /// The client does this with what it has handed over.
    pub(super) async fn drop_pending(&self, keys: &[PendingInboundKey<'_>]) -> Result<()> {
        if keys.iter().all(|key| is_trial(key.id)) {
            return Ok(());
        }
        let mut changes = self.marked_kept(keys);
        let copies = keys.iter();
        changes.extend(
            copies.map(|key| delete(PENDING_INBOUND, &composed(&[key.chat, key.sender, key.id]))),
        );
        self.apply(changes).await
    }

    fn trial(&self) -> MutexGuard<'_, Option<(String, Vec<u8>)>> {
        self.trial.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn expire_pending(&self, cutoff: i64) -> Result<u32> {
        let pending = self
            .delete_where(PENDING_INBOUND, |_, row| Ok(split(row)?.0 < cutoff))
            .await?;
        Ok(pending + self.expire_kept(cutoff).await?)
    }
}

fn is_trial(id: &str) -> bool {
    id.starts_with(TRIAL)
}

pub(super) fn stamped(at: i64, payload: &[u8]) -> Vec<u8> {
    [&at.to_be_bytes(), payload].concat()
}

pub(super) fn stamp_of(row: &[u8]) -> Result<i64> {
    Ok(split(row)?.0)
}

fn split(row: &[u8]) -> Result<(i64, &[u8])> {
    let (stamp, payload) = row
        .split_first_chunk::<STAMP>()
        .ok_or_else(|| malformed("message"))?;
    Ok((i64::from_be_bytes(*stamp), payload))
}
