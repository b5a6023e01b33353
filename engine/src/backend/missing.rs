//! Messages that have arrived here, but were not delivered to the embedder.
//!
//! WhatsApp delivers the same bytes until they are acknowledged, but they can be decrypted only once. When the process
//! ends or the connection is lost between decrypting and storing a message, the bytes are useless. The client treats
//! such bytes as a message that it has processed, and acknowledges them, so the message would be lost. Bytes that
//! cannot be decrypted at all are acknowledged too, after a request for another copy, which can get lost with the
//! connection. So a message counts as processed only if it is marked as *delivered* here. Any other is *missing*: it
//! is stored before the next frame is sent, and requested until it arrives.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex as SyncMutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use wacore::store::error::{Result, StoreError};
use wacore::store::traits::PendingInboundKey;
use wacore::time::now_secs;

use super::timestamped::{timestamp, with_timestamp};
use super::{Backend, compose_key, delete, from_json, put, put_json};
use crate::Change;

const DELIVERED: &str = "kept_inbound";
const MISSING: &str = "owed_inbound";

/// A message is given up when it was requested this often, and has been missing for this long.
const MAX_REQUESTS: u32 = 5;
const MAX_WAIT_SECONDS: i64 = 24 * 3600;

/// A missing message, by the client's addresses. The names of the fields are stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MissingMessage {
    pub(crate) chat: String,
    pub(crate) sender: String,
    pub(crate) id: String,
    /// When it was sent, or first found missing, in seconds since 1970.
    pub(crate) at_seconds: i64,
    since: i64,
    requests: u32,
}

impl MissingMessage {
    pub(crate) fn new(chat: &str, sender: &str, id: &str, at_seconds: i64) -> MissingMessage {
        MissingMessage {
            chat: chat.to_owned(),
            sender: sender.to_owned(),
            id: id.to_owned(),
            at_seconds,
            since: now_secs(),
            requests: 0,
        }
    }

    fn key(&self) -> String {
        compose_key(&[&self.chat, &self.sender, &self.id])
    }

    fn is_given_up(&self, now: i64) -> bool {
        self.requests >= MAX_REQUESTS && now - self.since >= MAX_WAIT_SECONDS
    }
}

#[derive(Default)]
pub(super) struct MissingMessages {
    /// By key. There are few at any time, and usually none.
    messages: SyncMutex<BTreeMap<String, MissingMessage>>,
    is_changed: AtomicBool,
    added: Notify,
}

impl Backend {
    /// Loads the messages that were missing when the last client ended.
    pub(crate) async fn load_missing(&self) -> Result<()> {
        let rows = self.list(MISSING).await?;
        for (key, row) in rows {
            let missing = from_json(&row)?;
            self.missing().entry(key).or_insert(missing);
        }
        Ok(())
    }

    /// Adds a message that could not be decrypted, and is about to be acknowledged.
    pub(crate) fn add_missing(&self, missing: MissingMessage) {
        self.missing().entry(missing.key()).or_insert(missing);
        self.missing.is_changed.store(true, Ordering::Release);
    }

    /// Returns an error if a message that was decrypted before is missing, so that the client does not acknowledge it.
    pub(super) async fn check_delivered(&self, chat: &str, sender: &str, id: &str) -> Result<()> {
        let key = compose_key(&[chat, sender, id]);
        if self.get(DELIVERED, &key).await?.is_some() {
            return Ok(());
        }
        let earlier = self.missing().get(&key).cloned();
        if earlier.is_some_and(|missing| missing.is_given_up(now_secs())) {
            tracing::error!("a message is lost: its sender does not send it again");
            self.missing().remove(&key);
            return self.apply(vec![delete(MISSING, &key)]).await;
        }
        self.add_missing(MissingMessage::new(chat, sender, id, now_secs()));
        self.missing.added.notify_one();
        Err(StoreError::Validation(
            "decrypted before and not stored; it is requested again".into(),
        ))
    }

    /// The changes that mark messages as delivered, and not missing any more.
    pub(super) fn mark_delivered(&self, keys: &[PendingInboundKey<'_>]) -> Vec<Change> {
        let mut changes = Vec::with_capacity(keys.len());
        for key in keys {
            let key = compose_key(&[key.chat, key.sender, key.id]);
            changes.push(put(DELIVERED, &key, &with_timestamp(now_secs(), &[])));
            if self.missing().remove(&key).is_some() {
                changes.push(delete(MISSING, &key));
            }
        }
        changes
    }

    /// Stores the missing messages, if they have changed.
    pub(super) async fn save_missing(&self) -> Result<()> {
        if !self.missing.is_changed.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let rows: Result<Vec<Change>> = {
            let missing = self.missing();
            let rows = missing.iter();
            rows.map(|(key, missing)| put_json(MISSING, key, missing))
                .collect()
        };
        let saved = self.apply(rows?).await;
        if saved.is_err() {
            self.missing.is_changed.store(true, Ordering::Release);
        }
        saved
    }

    /// Resolves when a message is found missing that the client does not request by itself.
    pub(crate) async fn message_missing(&self) {
        self.missing.added.notified().await;
    }

    /// All messages to request.
    pub(crate) fn missing_messages(&self) -> Vec<MissingMessage> {
        let missing = self.missing();
        let now = now_secs();
        let open = missing.values().filter(|missing| !missing.is_given_up(now));
        open.cloned().collect()
    }

    pub(crate) fn count_request(&self, requested: &MissingMessage) {
        if let Some(missing) = self.missing().get_mut(&requested.key()) {
            missing.requests += 1;
            self.missing.is_changed.store(true, Ordering::Release);
        }
    }

    pub(super) async fn expire_delivered(&self, cutoff: i64) -> Result<u32> {
        self.delete_where(DELIVERED, |_, row| Ok(timestamp(row)? < cutoff))
            .await
    }

    fn missing(&self) -> MutexGuard<'_, BTreeMap<String, MissingMessage>> {
        let messages = self.missing.messages.lock();
        messages.unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_given_up_after_enough_requests_and_time() {
        let day = MAX_WAIT_SECONDS;
        for (requests, waited, given_up) in [
            (0, 2 * day, false),
            (MAX_REQUESTS - 1, 2 * day, false),
            (MAX_REQUESTS, day - 1, false),
            (MAX_REQUESTS, day, true),
        ] {
            let missing = MissingMessage {
                requests,
                since: 1000,
                ..MissingMessage::new("c", "s", "1", 0)
            };
            assert_eq!(
                missing.is_given_up(1000 + waited),
                given_up,
                "{requests} {waited}"
            );
        }
    }
}
