//! Messages that have arrived here, but were not delivered to the embedder.
//!
//! WhatsApp delivers the same bytes until they are acknowledged, but they can be decrypted only once. When the
//! process ends or the connection is lost between decrypting and storing a message, the bytes are useless. The
//! client treats such bytes as a message that it has processed, and acknowledges them, so the message would be
//! lost. Bytes that cannot be decrypted at all are acknowledged too, after a request for another copy, which can
//! get lost with the connection. Some messages reach linked devices without their content, and only the phone has
//! it. So a message counts as processed only if it is marked as *delivered* here. Any other is *missing*: it is
//! stored before the next frame is sent, and requested until it arrives.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex as SyncMutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use wacore::store::error::{Result, StoreError};
use wacore::store::traits::PendingInboundKey;
use wacore::time::now_secs;

use super::missing_message::{MissingMessage, Source};
use super::timestamped::{timestamp, with_timestamp};
use super::{Backend, compose_key, delete, from_json, put, put_json};
use crate::Change;

const DELIVERED: &str = "kept_inbound";
const MISSING: &str = "owed_inbound";

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
            missing.count_request();
            self.missing.is_changed.store(true, Ordering::Release);
        }
    }

    /// The missing message that the phone has sent a copy of, if it is still missing.
    pub(crate) fn missing_copy(&self, chat: &str, id: &str) -> Option<MissingMessage> {
        let missing = self.missing();
        let same_id: Vec<&MissingMessage> = missing.values().filter(|it| it.id == id).collect();
        match same_id.as_slice() {
            [only] => Some((*only).clone()),
            several => several
                .iter()
                .find(|it| it.is_in_chat(chat))
                .map(|it| (*it).clone()),
        }
    }

    /// A missing message was delivered from a copy of the phone.
    pub(crate) async fn mark_recovered(&self, recovered: &MissingMessage) -> Result<()> {
        let key = PendingInboundKey {
            chat: &recovered.chat,
            sender: &recovered.sender,
            id: &recovered.id,
        };
        self.apply(self.mark_delivered(&[key])).await
    }

    /// Gives up the messages that the phone has not sent. WhatsApp does not deliver them again.
    pub(crate) async fn give_up_on_phone(&self) -> Result<()> {
        let now = now_secs();
        let is_lost =
            |missing: &MissingMessage| missing.source == Source::Phone && missing.is_given_up(now);
        let lost: Vec<String> = {
            let missing = self.missing();
            let lost = missing.iter().filter(|(_, missing)| is_lost(missing));
            lost.map(|(key, _)| key.clone()).collect()
        };
        for key in &lost {
            tracing::error!("a message is lost: the phone does not send it");
            self.missing().remove(key);
        }
        self.apply(lost.iter().map(|key| delete(MISSING, key)).collect())
            .await
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
