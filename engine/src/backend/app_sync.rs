//! App state: the settings that a phone shares with its linked devices, such as the push name.

use std::collections::HashMap;

use async_trait::async_trait;
use wacore::appstate::hash::HashState;
use wacore::appstate::processor::AppStateMutationMAC;
use wacore::store::error::Result;
use wacore::store::traits::{AppStateSyncKey, AppSyncStore};

use super::{
    Backend, MAX_SINGLE_READS, SEPARATOR, SINGLE, compose_key, delete, hex, put, put_json,
};

const SYNC_KEY: &str = "sync_key";
const LATEST_SYNC_KEY: &str = "latest_sync_key";
const VERSION: &str = "app_state_version";
const MUTATION_MAC: &str = "mutation_mac";

#[async_trait]
impl AppSyncStore for Backend {
    async fn get_sync_key(&self, key_id: &[u8]) -> Result<Option<AppStateSyncKey>> {
        self.get_json(SYNC_KEY, &hex(key_id)).await
    }

    async fn set_sync_key(&self, key_id: &[u8], key: AppStateSyncKey) -> Result<()> {
        self.apply(vec![
            put_json(SYNC_KEY, &hex(key_id), &key)?,
            put(LATEST_SYNC_KEY, SINGLE, key_id),
        ])
        .await
    }

    async fn get_version(&self, name: &str) -> Result<HashState> {
        Ok(self.get_json(VERSION, name).await?.unwrap_or_default())
    }

    async fn set_version(&self, name: &str, state: HashState) -> Result<()> {
        self.put_json(VERSION, name, &state).await
    }

    async fn put_mutation_macs(
        &self,
        name: &str,
        _version: u64,
        mutations: &[AppStateMutationMAC],
    ) -> Result<()> {
        let macs = mutations.iter();
        let changes =
            macs.map(|mac| put(MUTATION_MAC, &mac_key(name, &mac.index_mac), &mac.value_mac));
        self.apply(changes.collect()).await
    }

    async fn get_mutation_mac(&self, name: &str, index_mac: &[u8]) -> Result<Option<Vec<u8>>> {
        self.get(MUTATION_MAC, &mac_key(name, index_mac)).await
    }

    async fn get_mutation_macs(
        &self,
        name: &str,
        index_macs: &[[u8; 32]],
    ) -> Result<HashMap<[u8; 32], Vec<u8>>> {
        let mut found = HashMap::with_capacity(index_macs.len());
        if index_macs.len() <= MAX_SINGLE_READS {
            for index_mac in index_macs {
                let mac = self.get_mutation_mac(name, index_mac).await?;
                found.extend(mac.map(|mac| (*index_mac, mac)));
            }
            return Ok(found);
        }
        let mut all: HashMap<_, _> = self.list(MUTATION_MAC).await?.into_iter().collect();
        for index_mac in index_macs {
            let mac = all.remove(&mac_key(name, index_mac));
            found.extend(mac.map(|mac| (*index_mac, mac)));
        }
        Ok(found)
    }

    async fn delete_mutation_macs(&self, name: &str, index_macs: &[Vec<u8>]) -> Result<()> {
        let macs = index_macs.iter();
        let changes = macs.map(|index_mac| delete(MUTATION_MAC, &mac_key(name, index_mac)));
        self.apply(changes.collect()).await
    }

    async fn clear_mutation_macs(&self, name: &str) -> Result<()> {
        let collection = format!("{name}{SEPARATOR}");
        self.delete_where(MUTATION_MAC, |key, _| Ok(key.starts_with(&collection)))
            .await?;
        Ok(())
    }

    async fn get_latest_sync_key_id(&self) -> Result<Option<Vec<u8>>> {
        self.get(LATEST_SYNC_KEY, SINGLE).await
    }
}

fn mac_key(name: &str, index_mac: &[u8]) -> String {
    compose_key(&[name, &hex(index_mac)])
}
