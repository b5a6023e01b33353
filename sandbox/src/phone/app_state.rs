//! The account's settings as linked devices fetch them: one encrypted patch with the push name, and its key, which
//! is sent in a Signal message. Without both, a client does not learn the account's name and waits many seconds
//! before it reports that it is connected.

use serde::{Deserialize, Serialize};
use wacore::appstate::encode::encode_record;
use wacore::appstate::hash::{HashState, generate_patch_mac};
use wacore::appstate::keys::{ExpandedAppStateKeys, expand_app_state_keys};
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::sync_action_value::PushNameSetting;
use waproto::whatsapp::syncd_mutation::SyncdOperation;
use waproto::whatsapp::{self as wa, message as m};

use crate::clock::unix_seconds;
use crate::keys::base64_text;

/// The collection that contains the push name.
const CRITICAL_BLOCK: &str = "critical_block";
const PUSH_NAME_INDEX: &[u8] = br#"["setting_pushName"]"#;
const PUSH_NAME_VERSION: i32 = 1;
/// The version of the collection after its only patch.
const VERSION: u64 = 1;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AppState {
    #[serde(with = "base64_text")]
    key_id: Vec<u8>,
    #[serde(with = "base64_text")]
    key: Vec<u8>,
    #[serde(with = "base64_text")]
    patch: Vec<u8>,
    created_ms: i64,
}

impl AppState {
    pub(crate) fn with_push_name(push_name: &str) -> AppState {
        let key = rand::random::<[u8; 32]>().to_vec();
        // Two bytes of device and four of epoch, as phones name their keys.
        let key_id = [&[0u8; 2][..], &rand::random::<[u8; 4]>()].concat();
        let created_ms = i64::try_from(unix_seconds()).unwrap_or(i64::MAX / 1000) * 1000;
        let patch = push_name_patch(push_name, &expand_app_state_keys(&key), &key_id, created_ms);
        AppState {
            key_id,
            key,
            patch: patch.encode_to_vec(),
            created_ms,
        }
    }

    /// The patches that follow `version` of a collection, and the version they lead to.
    pub(crate) fn since(&self, collection: &str, version: u64) -> (u64, Vec<Vec<u8>>) {
        if collection == CRITICAL_BLOCK && version < VERSION {
            (VERSION, vec![self.patch.clone()])
        } else {
            (version, Vec::new())
        }
    }

    /// The message with which a phone sends a linked device the key.
    pub(crate) fn key_share(&self) -> wa::Message {
        let share = m::ProtocolMessage {
            r#type: Some(m::protocol_message::Type::APP_STATE_SYNC_KEY_SHARE),
            app_state_sync_key_share: MessageField::some(m::AppStateSyncKeyShare {
                keys: vec![self.sync_key()],
            }),
            ..Default::default()
        };
        wa::Message {
            protocol_message: MessageField::some(share),
            ..Default::default()
        }
    }

    fn sync_key(&self) -> m::AppStateSyncKey {
        m::AppStateSyncKey {
            key_id: MessageField::some(m::AppStateSyncKeyId {
                key_id: Some(self.key_id.clone()),
            }),
            key_data: MessageField::some(m::AppStateSyncKeyData {
                key_data: Some(self.key.clone()),
                fingerprint: MessageField::some(m::AppStateSyncKeyFingerprint {
                    raw_id: Some(1),
                    current_index: Some(1),
                    device_indexes: vec![0, 1],
                }),
                timestamp: Some(self.created_ms),
            }),
        }
    }
}

/// The first patch of the collection, with the push name as its only record.
fn push_name_patch(
    push_name: &str,
    keys: &ExpandedAppStateKeys,
    key_id: &[u8],
    created_ms: i64,
) -> wa::SyncdPatch {
    let mutation = push_name_mutation(push_name, keys, key_id, created_ms);
    let mut patch = wa::SyncdPatch {
        version: MessageField::some(wa::SyncdVersion {
            version: Some(VERSION),
        }),
        snapshot_mac: Some(snapshot_mac(&mutation, keys)),
        key_id: MessageField::some(wa::KeyId {
            id: Some(key_id.to_vec()),
        }),
        mutations: vec![mutation],
        ..Default::default()
    };
    let mac = generate_patch_mac(&patch, CRITICAL_BLOCK, &keys.patch_mac, VERSION);
    patch.patch_mac = Some(mac);
    patch
}

fn push_name_mutation(
    push_name: &str,
    keys: &ExpandedAppStateKeys,
    key_id: &[u8],
    created_ms: i64,
) -> wa::SyncdMutation {
    let value = wa::SyncActionValue {
        timestamp: Some(created_ms),
        push_name_setting: MessageField::some(PushNameSetting {
            name: Some(push_name.to_owned()),
        }),
        ..Default::default()
    };
    let (mutation, _) = encode_record(
        SyncdOperation::SET,
        PUSH_NAME_INDEX,
        &value,
        keys,
        key_id,
        &rand::random(),
        PUSH_NAME_VERSION,
    );
    mutation
}

/// The MAC of the collection after its only mutation.
fn snapshot_mac(mutation: &wa::SyncdMutation, keys: &ExpandedAppStateKeys) -> Vec<u8> {
    let mut state = HashState::default();
    let (_, hashed) = state.update_hash(std::slice::from_ref(mutation), |_, _| Ok(None));
    hashed.expect("a single new record has no earlier value to look up");
    state.version = VERSION;
    state.generate_snapshot_mac(CRITICAL_BLOCK, &keys.snapshot_mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patch_is_sent_to_devices_without_it() {
        let app_state = AppState::with_push_name("Ana");
        let (version, patches) = app_state.since(CRITICAL_BLOCK, 0);
        assert_eq!((version, patches.len()), (1, 1));
        assert_eq!(app_state.since(CRITICAL_BLOCK, 1), (1, Vec::new()));
        assert_eq!(app_state.since("regular", 0), (0, Vec::new()));
    }

    #[test]
    fn the_name_is_not_readable_without_the_key() {
        let app_state = AppState::with_push_name("Ana Souza");
        let needle = b"Ana Souza";
        assert!(
            !app_state
                .patch
                .windows(needle.len())
                .any(|window| window == needle)
        );
    }
}
