//! Signal protocol records: identities, sessions, pre-keys, signed pre-keys, sender keys.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wacore::store::error::Result;
use wacore::store::traits::SignalStore;

use super::{Backend, MAX_SINGLE_READS, malformed, put};
use crate::Change;

const IDENTITY: &str = "identity";
const SESSION: &str = "session";
const PREKEY: &str = "prekey";
pub(super) const SIGNED_PREKEY: &str = "signed_prekey";
const SENDER_KEY: &str = "sender_key";

#[async_trait]
impl SignalStore for Backend {
    async fn put_identity(&self, address: &str, key: [u8; 32]) -> Result<()> {
        self.put(IDENTITY, address, &key).await
    }

    async fn put_identities_batch(&self, identities: &[(Arc<str>, [u8; 32])]) -> Result<()> {
        self.apply(puts(IDENTITY, identities)).await
    }

    async fn load_identity(&self, address: &str) -> Result<Option<[u8; 32]>> {
        let row = self.get(IDENTITY, address).await?;
        row.map(|bytes| bytes.try_into().map_err(|_| malformed(IDENTITY)))
            .transpose()
    }

    async fn delete_identity(&self, address: &str) -> Result<()> {
        self.delete(IDENTITY, address).await
    }

    async fn get_session(&self, address: &str) -> Result<Option<Bytes>> {
        Ok(self.get(SESSION, address).await?.map(Bytes::from))
    }

    async fn put_session(&self, address: &str, session: &[u8]) -> Result<()> {
        self.put(SESSION, address, session).await
    }

    async fn put_sessions_batch(&self, sessions: &[(Arc<str>, Bytes)]) -> Result<()> {
        self.apply(puts(SESSION, sessions)).await
    }

    async fn delete_session(&self, address: &str) -> Result<()> {
        self.delete(SESSION, address).await
    }

    async fn has_signal_state_for_user(&self, user: &str) -> Result<bool> {
        for kind in [SESSION, IDENTITY] {
            let rows = self.list(kind).await?;
            if rows.iter().any(|(address, _)| belongs_to(address, user)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn store_prekey(&self, id: u32, record: &[u8], _uploaded: bool) -> Result<()> {
        self.put(PREKEY, &id.to_string(), record).await
    }

    async fn store_prekeys_batch(&self, keys: &[(u32, Bytes)], _uploaded: bool) -> Result<()> {
        let rows = keys.iter();
        let changes = rows.map(|(id, record)| put(PREKEY, &id.to_string(), record));
        self.apply(changes.collect()).await
    }

    async fn load_prekey(&self, id: u32) -> Result<Option<Bytes>> {
        let row = self.get(PREKEY, &id.to_string()).await?;
        Ok(row.map(Bytes::from))
    }

    async fn load_prekeys_batch(&self, ids: &[u32]) -> Result<Vec<(u32, Bytes)>> {
        let mut found = Vec::with_capacity(ids.len());
        if ids.len() <= MAX_SINGLE_READS {
            for &id in ids {
                if let Some(record) = self.load_prekey(id).await? {
                    found.push((id, record));
                }
            }
            return Ok(found);
        }
        let mut all: std::collections::HashMap<_, _> =
            numbered(self.list(PREKEY).await?)?.into_iter().collect();
        for &id in ids {
            found.extend(all.remove(&id).map(|record| (id, Bytes::from(record))));
        }
        Ok(found)
    }

    /// Does nothing. The device's own counters say which keys were uploaded, and a write could restore a key that was
    /// used and removed.
    async fn mark_prekeys_uploaded(&self, _ids: &[u32]) -> Result<()> {
        Ok(())
    }

    async fn remove_prekey(&self, id: u32) -> Result<()> {
        self.delete(PREKEY, &id.to_string()).await
    }

    async fn get_max_prekey_id(&self) -> Result<u32> {
        let all = numbered(self.list(PREKEY).await?)?;
        Ok(all.iter().map(|(id, _)| *id).max().unwrap_or(0))
    }

    async fn store_signed_prekey(&self, id: u32, record: &[u8]) -> Result<()> {
        self.put(SIGNED_PREKEY, &id.to_string(), record).await
    }

    async fn load_signed_prekey(&self, id: u32) -> Result<Option<Vec<u8>>> {
        match self.get(SIGNED_PREKEY, &id.to_string()).await? {
            Some(record) => Ok(Some(record)),
            None => self.replaced_prekey(id).await,
        }
    }

    async fn load_all_signed_prekeys(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        numbered(self.list(SIGNED_PREKEY).await?)
    }

    async fn remove_signed_prekey(&self, id: u32) -> Result<()> {
        self.retire_signed_prekey(id).await
    }

    async fn put_sender_key(&self, address: &str, record: &[u8]) -> Result<()> {
        self.put(SENDER_KEY, address, record).await
    }

    async fn put_sender_keys_batch(&self, sender_keys: &[(Arc<str>, Bytes)]) -> Result<()> {
        self.apply(puts(SENDER_KEY, sender_keys)).await
    }

    async fn get_sender_key(&self, address: &str) -> Result<Option<Vec<u8>>> {
        self.get(SENDER_KEY, address).await
    }

    async fn delete_sender_key(&self, address: &str) -> Result<()> {
        self.delete(SENDER_KEY, address).await
    }
}

fn puts<V: AsRef<[u8]>>(kind: &'static str, rows: &[(Arc<str>, V)]) -> Vec<Change> {
    rows.iter()
        .map(|(key, value)| put(kind, key, value.as_ref()))
        .collect()
}

pub(super) fn numbered(rows: Vec<(String, Vec<u8>)>) -> Result<Vec<(u32, Vec<u8>)>> {
    rows.into_iter()
        .map(|(key, value)| {
            let id = key.parse().map_err(|_| malformed(PREKEY))?;
            Ok((id, value))
        })
        .collect()
}

/// An address is `user@server` or `user:device@server`. The name of another user may begin with this one's.
fn belongs_to(address: &str, user: &str) -> bool {
    address
        .strip_prefix(user)
        .is_some_and(|rest| rest.starts_with(['@', ':']))
}
