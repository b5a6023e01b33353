//! The secret of a message, which decrypts the votes, reactions and edits that refer to it.
//!
//! There is one row per message, in a packed format: 32 bytes of secret, the expiry (0 = none) and the message's time
//! (0 = unknown).

use async_trait::async_trait;
use wacore::store::error::Result;
use wacore::store::traits::{
    MessageSecret, MsgSecretEntry, MsgSecretStore, merge_msg_secret_expiry,
    merge_msg_secret_message_ts,
};

use super::{Backend, compose_key, malformed};
use crate::Change;

const MSG_SECRET: &str = "msg_secret";

struct Row {
    secret: MessageSecret,
    expires_at: i64,
    message_ts: i64,
}

#[async_trait]
impl MsgSecretStore for Backend {
    async fn put_msg_secrets(&self, entries: Vec<MsgSecretEntry>) -> Result<usize> {
        let _lock = self.lock_changes().await;
        let mut rows: std::collections::BTreeMap<String, Row> = Default::default();
        for entry in &entries {
            let key = compose_key(&[&entry.chat, &entry.sender, &entry.msg_id]);
            let known = match rows.remove(&key) {
                Some(row) => Some(row),
                None => self.row(&key).await?,
            };
            rows.insert(key, merged(known, entry));
        }
        let changes = rows.into_iter().map(|(key, row)| Change::Put {
            kind: MSG_SECRET,
            key,
            value: row.packed(),
        });
        self.apply(changes.collect()).await?;
        Ok(entries.len())
    }

    async fn get_msg_secret(
        &self,
        chat: &str,
        sender: &str,
        msg_id: &str,
    ) -> Result<Option<Vec<u8>>> {
        let row = self.row(&compose_key(&[chat, sender, msg_id])).await?;
        Ok(row.map(|row| row.secret.to_vec()))
    }

    async fn get_msg_secret_with_ts(
        &self,
        chat: &str,
        sender: &str,
        msg_id: &str,
    ) -> Result<Option<(Vec<u8>, i64)>> {
        let row = self.row(&compose_key(&[chat, sender, msg_id])).await?;
        Ok(row.map(|row| (row.secret.to_vec(), row.message_ts)))
    }

    async fn delete_expired_msg_secrets(&self, cutoff_timestamp: i64) -> Result<u32> {
        self.delete_where(MSG_SECRET, |_, bytes| {
            let expires_at = Row::unpacked(bytes)?.expires_at;
            Ok(expires_at != 0 && expires_at <= cutoff_timestamp)
        })
        .await
    }
}

impl Backend {
    async fn row(&self, key: &str) -> Result<Option<Row>> {
        let bytes = self.get(MSG_SECRET, key).await?;
        bytes.map(|bytes| Row::unpacked(&bytes)).transpose()
    }
}

/// The newer secret, with the later expiry of the two.
fn merged(known: Option<Row>, entry: &MsgSecretEntry) -> Row {
    let (expires_at, message_ts) = match known {
        None => (entry.expires_at, entry.message_ts),
        Some(known) => (
            merge_msg_secret_expiry(known.expires_at, entry.expires_at),
            merge_msg_secret_message_ts(known.message_ts, entry.message_ts),
        ),
    };
    Row {
        secret: entry.secret,
        expires_at,
        message_ts,
    }
}

impl Row {
    fn packed(&self) -> Vec<u8> {
        let times = [self.expires_at.to_be_bytes(), self.message_ts.to_be_bytes()].concat();
        [self.secret.as_slice(), &times].concat()
    }

    fn unpacked(bytes: &[u8]) -> Result<Row> {
        let (secret, times) = bytes
            .split_first_chunk()
            .ok_or_else(|| malformed(MSG_SECRET))?;
        let (expires_at, message_ts) = times
            .split_first_chunk()
            .ok_or_else(|| malformed(MSG_SECRET))?;
        let message_ts = message_ts.try_into().map_err(|_| malformed(MSG_SECRET))?;
        Ok(Row {
            secret: *secret,
            expires_at: i64::from_be_bytes(*expires_at),
            message_ts: i64::from_be_bytes(message_ts),
        })
    }
}
