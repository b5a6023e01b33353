//! Messages that reached this side and that nobody has, which are owed to the embedder.
//!
//! WhatsApp hands over the same bytes until they are acknowledged, but they can be opened once only: a process
//! that ends, or a line that is cut, between opening and keeping leaves bytes nobody can use. The client takes
//! such bytes for a message it is done with, acknowledges them, and the message is gone. Bytes that cannot be
//! opened at all are acknowledged too, after asking for another copy, and that request can get lost with the
//! line. So a message counts as done with only if it is marked *kept* here; one that is not is owed, remembered
//! before the next frame leaves, and asked for until it comes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex as SyncMutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use wacore::store::error::{Result, StoreError};
use wacore::store::traits::PendingInboundKey;
use wacore::time::now_secs;

use super::messages::{stamp_of, stamped};
use super::{Backend, composed, delete, from_json, put, put_json};
use crate::Change;

const KEPT: &str = "kept_inbound";
const OWED: &str = "owed_inbound";

/// Asked for this often and for this long without an answer, a message is given up.
const MOST_REQUESTS: u32 = 5;
const LONGEST_WAIT_SECONDS: i64 = 24 * 3600;

/// A message that was not kept, by the addresses of the client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owed {
    pub(crate) chat: String,
    pub(crate) sender: String,
    pub(crate) id: String,
    /// When it was sent, or first missed, in seconds since 1970.
    pub(crate) at_seconds: i64,
    since: i64,
    requests: u32,
}

impl Owed {
    pub(crate) fn new(chat: &str, sender: &str, id: &str, at_seconds: i64) -> Owed {
        Owed {
            chat: chat.to_owned(),
            sender: sender.to_owned(),
            id: id.to_owned(),
            at_seconds,
            since: now_secs(),
            requests: 0,
        }
    }

    fn key(&self) -> String {
        composed(&[&self.chat, &self.sender, &self.id])
    }

    fn is_hopeless(&self, now: i64) -> bool {
        self.requests >= MOST_REQUESTS && now - self.since >= LONGEST_WAIT_SECONDS
    }
}

#[derive(Default)]
pub(super) struct Ledger {
    /// By key. Few at any time, and mostly none.
    owed: SyncMutex<BTreeMap<String, Owed>>,
    unsaved: AtomicBool,
    missed: Notify,
}

impl Backend {
    /// Reads what was owed when the last process ended.
    pub(crate) async fn recall_owed(&self) -> Result<()> {
        let rows = self.list(OWED).await?;
        for (key, row) in rows {
            let owed = from_json(&row)?;
            self.owed().entry(key).or_insert(owed);
        }
        Ok(())
    }

    /// A message could not be opened, and is about to be acknowledged all the same.
    pub(crate) fn owe(&self, owed: Owed) {
        self.owed().entry(owed.key()).or_insert(owed);
        self.ledger.unsaved.store(true, Ordering::Release);
    }

    /// What the client is told of a message that it opened before: whether it may acknowledge it.
    pub(super) async fn is_done_with(&self, chat: &str, from: &str, id: &str) -> Result<()> {
        let key = composed(&[chat, from, id]);
        if self.get(KEPT, &key).await?.is_some() {
            return Ok(());
        }
        let earlier = self.owed().get(&key).cloned();
        if earlier.is_some_and(|owed| owed.is_hopeless(now_secs())) {
            tracing::error!("a message is lost: its sender does not send it again");
            self.owed().remove(&key);
            return self.apply(vec![delete(OWED, &key)]).await;
        }
        self.owe(Owed::new(chat, from, id, now_secs()));
        self.ledger.missed.notify_one();
        Err(StoreError::Validation(
            "opened before and not kept; it is asked for again".into(),
        ))
    }

    /// What marks messages as kept; that ends what is owed.
    pub(super) fn marked_kept(&self, keys: &[PendingInboundKey<'_>]) -> Vec<Change> {
        let mut changes = Vec::with_capacity(keys.len());
        for key in keys {
            let key = composed(&[key.chat, key.sender, key.id]);
            changes.push(put(KEPT, &key, &stamped(now_secs(), &[])));
            if self.owed().remove(&key).is_some() {
                changes.push(delete(OWED, &key));
            }
        }
        changes
    }

    /// Writes down what is owed and is not on disk yet.
    pub(super) async fn save_owed(&self) -> Result<()> {
        if !self.ledger.unsaved.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let rows: Result<Vec<Change>> = {
            let owed = self.owed();
            let rows = owed.iter().map(|(key, owed)| put_json(OWED, key, owed));
            rows.collect()
        };
        let saved = self.apply(rows?).await;
        if saved.is_err() {
            self.ledger.unsaved.store(true, Ordering::Release);
        }
        saved
    }

    /// Resolves when a message turned out to be owed and nobody has asked for it.
    pub(crate) async fn missed(&self) {
        self.ledger.missed.notified().await;
    }

    /// Everything there is to ask for.
    pub(crate) fn all_owed(&self) -> Vec<Owed> {
        let owed = self.owed();
        let now = now_secs();
        let open = owed.values().filter(|owed| !owed.is_hopeless(now));
        open.cloned().collect()
    }

    /// It was asked for.
    pub(crate) fn requested(&self, owed: &Owed) {
        if let Some(owed) = self.owed().get_mut(&owed.key()) {
            owed.requests += 1;
            self.ledger.unsaved.store(true, Ordering::Release);
        }
    }

    pub(super) async fn expire_kept(&self, cutoff: i64) -> Result<u32> {
        self.delete_where(KEPT, |_, row| Ok(stamp_of(row)? < cutoff))
            .await
    }

    fn owed(&self) -> MutexGuard<'_, BTreeMap<String, Owed>> {
        let owed = self.ledger.owed.lock();
        owed.unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_for_often_and_long_is_given_up() {
        let day = LONGEST_WAIT_SECONDS;
        for (requests, waited, hopeless) in [
            (0, 2 * day, false),
            (MOST_REQUESTS - 1, 2 * day, false),
            (MOST_REQUESTS, day - 1, false),
            (MOST_REQUESTS, day, true),
        ] {
            let owed = Owed {
                requests,
                since: 1000,
                ..Owed::new("c", "s", "1", 0)
            };
            assert_eq!(
                owed.is_hopeless(1000 + waited),
                hopeless,
                "{requests} {waited}"
            );
        }
    }
}
