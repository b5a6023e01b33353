//! The contract of the client's store traits, over a key store that counts its writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use wacore::appstate::hash::HashState;
use wacore::appstate::processor::AppStateMutationMAC;
use wacore::store::Device;
use wacore::store::traits::*;
use waproto::whatsapp::ADVSignedDeviceIdentity;

use super::Backend;
use crate::account::Profile;
use crate::{Change, KeyStore, KeyStoreError, MemoryKeys, Platform};

/// In memory, and counting.
#[derive(Default)]
struct Counted {
    keys: MemoryKeys,
    writes: AtomicUsize,
}

#[async_trait]
impl KeyStore for Counted {
    async fn get(&self, s: &str, kind: &str, key: &str) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.keys.get(s, kind, key).await
    }

    async fn list(&self, s: &str, kind: &str) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        self.keys.list(s, kind).await
    }

    async fn apply(&self, s: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        assert!(!changes.is_empty(), "an empty batch reached the key store");
        self.writes.fetch_add(1, Ordering::Relaxed);
        self.keys.apply(s, changes).await
    }

    async fn wipe(&self, s: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(s).await
    }
}

/// A session's backend, its key store, and the same session opened a second time.
struct Fixture {
    keys: Arc<Counted>,
    backend: Backend,
}

impl Fixture {
    fn new() -> Fixture {
        let keys = Arc::new(Counted::default());
        let backend = Backend::new("one", keys.clone());
        Fixture { keys, backend }
    }

    fn reopened(&self) -> Backend {
        Backend::new("one", self.keys.clone())
    }

    fn writes(&self) -> usize {
        self.keys.writes.load(Ordering::Relaxed)
    }
}

fn linked_device() -> Device {
    let mut device = Device::new();
    device.pn = Some(
        "5511999990001:1@s.whatsapp.net"
            .parse()
            .expect("an address"),
    );
    device.lid = Some("100000000000001:1@lid".parse().expect("an address"));
    device.push_name = "Ana Souza".into();
    device.edge_routing_info = Some(vec![1, 2, 3]);
    device.account = Some(Arc::new(ADVSignedDeviceIdentity {
        details: Some(vec![7; 40]),
        ..Default::default()
    }));
    device
}

fn mapping(lid: &str, phone: &str) -> LidPnMappingEntry {
    LidPnMappingEntry {
        lid: lid.into(),
        phone_number: phone.into(),
        created_at: 1,
        updated_at: 2,
        learning_source: "usync".into(),
    }
}

fn secret(msg_id: &str, byte: u8, expires_at: i64, message_ts: i64) -> MsgSecretEntry {
    MsgSecretEntry {
        chat: "c@s.whatsapp.net".into(),
        sender: "s@s.whatsapp.net".into(),
        msg_id: msg_id.into(),
        secret: [byte; 32],
        expires_at,
        message_ts,
    }
}

#[tokio::test]
async fn a_waiting_session_writes_nothing() {
    let it = Fixture::new();
    assert!(!it.backend.exists().await.unwrap());
    it.backend.create().await.unwrap();
    let fresh = it.backend.load().await.unwrap().expect("just created");
    it.backend.save(&fresh).await.unwrap();
    assert!(it.backend.exists().await.unwrap());
    assert!(!it.backend.linked());
    assert_eq!(it.writes(), 0);
    let again = it.backend.load().await.unwrap().expect("still there");
    assert_eq!(again.registration_id, fresh.registration_id);
    assert!(!it.reopened().exists().await.unwrap());
}

#[tokio::test]
async fn a_linked_device_survives_with_its_profile_in_one_write() {
    let it = Fixture::new();
    let device = linked_device();
    let profile = Profile {
        platform: Platform::Business,
        business_name: Some("Padaria Pão Doce".into()),
    };
    it.backend.scanned(profile.clone());
    it.backend.save(&device).await.unwrap();
    assert_eq!(it.writes(), 1);
    assert!(it.backend.linked());

    let reopened = it.reopened();
    let loaded = reopened.load().await.unwrap().expect("stored");
    assert!(reopened.linked());
    assert_eq!(loaded.pn, device.pn);
    assert_eq!(loaded.lid, device.lid);
    assert_eq!(loaded.push_name, device.push_name);
    assert_eq!(loaded.registration_id, device.registration_id);
    assert_eq!(loaded.adv_secret_key, device.adv_secret_key);
    assert_eq!(
        loaded.signed_pre_key_signature,
        device.signed_pre_key_signature
    );
    assert_eq!(loaded.edge_routing_info, device.edge_routing_info);
    assert_eq!(
        loaded.noise_key.private_key.serialize(),
        device.noise_key.private_key.serialize()
    );
    assert_eq!(
        loaded.account.and_then(|account| account.details.clone()),
        Some(vec![7; 40])
    );
    assert!(reopened.profile().await.unwrap() == profile);
}

#[tokio::test]
async fn sessions_do_not_see_each_other() {
    let it = Fixture::new();
    let other = Backend::new("two", it.keys.clone());
    it.backend.put_session("a@s", b"one").await.unwrap();
    it.backend.save(&linked_device()).await.unwrap();
    assert_eq!(other.get_session("a@s").await.unwrap(), None);
    assert!(!other.exists().await.unwrap());
    it.keys.wipe("one").await.unwrap();
    assert_eq!(it.backend.get_session("a@s").await.unwrap(), None);
}

#[tokio::test]
async fn signal_records_round_trip() {
    let it = Fixture::new();
    let store = &it.backend;
    store.put_identity("a@s", [1; 32]).await.unwrap();
    store.put_session("a:2@s", b"session").await.unwrap();
    store.put_sender_key("g::a", b"sender").await.unwrap();
    store.store_signed_prekey(5, b"signed").await.unwrap();
    assert_eq!(store.load_identity("a@s").await.unwrap(), Some([1; 32]));
    assert!(store.has_session("a:2@s").await.unwrap());
    assert_eq!(
        store.get_session("a:2@s").await.unwrap().as_deref(),
        Some(&b"session"[..])
    );
    assert_eq!(
        store.get_sender_key("g::a").await.unwrap(),
        Some(b"sender".to_vec())
    );
    assert_eq!(
        store.load_signed_prekey(5).await.unwrap(),
        Some(b"signed".to_vec())
    );
    assert_eq!(
        store.load_all_signed_prekeys().await.unwrap(),
        [(5, b"signed".to_vec())]
    );

    store.delete_identity("a@s").await.unwrap();
    store.delete_session("a:2@s").await.unwrap();
    store.delete_sender_key("g::a").await.unwrap();
    store.remove_signed_prekey(5).await.unwrap();
    assert_eq!(store.load_identity("a@s").await.unwrap(), None);
    assert!(!store.has_session("a:2@s").await.unwrap());
    assert_eq!(store.get_sender_key("g::a").await.unwrap(), None);
    assert_eq!(store.load_signed_prekey(5).await.unwrap(), None);
}

#[tokio::test]
async fn signal_state_is_found_by_the_whole_user() {
    let it = Fixture::new();
    it.backend.put_session("5511:3@s", b"x").await.unwrap();
    it.backend.put_identity("77@lid", [0; 32]).await.unwrap();
    for (user, known) in [("5511", true), ("77", true), ("551", false), ("7", false)] {
        let found = it.backend.has_signal_state_for_user(user).await.unwrap();
        assert_eq!(found, known, "{user}");
    }
}

#[tokio::test]
async fn a_batch_is_one_write_and_an_empty_one_is_none() {
    let it = Fixture::new();
    let store = &it.backend;
    store.put_identities_batch(&[]).await.unwrap();
    store.put_sessions_batch(&[]).await.unwrap();
    store.store_prekeys_batch(&[], true).await.unwrap();
    store.put_lid_mappings(&[]).await.unwrap();
    store.update_device_lists(vec![]).await.unwrap();
    store.set_sender_key_status("g", &[]).await.unwrap();
    store.put_msg_secrets(vec![]).await.unwrap();
    store.delete_expired_sent_messages(1).await.unwrap();
    assert_eq!(it.writes(), 0);

    let two = [("a@s".into(), "1".into()), ("b@s".into(), "2".into())];
    store.put_sessions_batch(&two).await.unwrap();
    store.put_sender_keys_batch(&two).await.unwrap();
    let keys: Vec<_> = (1..=30).map(|id| (id, vec![id as u8].into())).collect();
    store.store_prekeys_batch(&keys, false).await.unwrap();
    assert_eq!(it.writes(), 3);
    assert_eq!(
        store.get_session("b@s").await.unwrap().as_deref(),
        Some(&b"2"[..])
    );
}

#[tokio::test]
async fn prekeys_are_found_and_never_brought_back() {
    let it = Fixture::new();
    let store = &it.backend;
    assert_eq!(store.get_max_prekey_id().await.unwrap(), 0);
    let keys: Vec<_> = (1..=30).map(|id| (id, vec![id as u8].into())).collect();
    store.store_prekeys_batch(&keys, false).await.unwrap();
    assert_eq!(store.get_max_prekey_id().await.unwrap(), 30);
    store.remove_prekey(2).await.unwrap();
    store.mark_prekeys_uploaded(&[1, 2, 3]).await.unwrap();
    assert_eq!(store.load_prekey(2).await.unwrap(), None);

    let few = store.load_prekeys_batch(&[1, 2, 3]).await.unwrap();
    assert_eq!(few, [(1, vec![1].into()), (3, vec![3].into())]);
    let many: Vec<u32> = (1..=20).collect();
    let found = store.load_prekeys_batch(&many).await.unwrap();
    let ids: Vec<u32> = found.iter().map(|(id, _)| *id).collect();
    assert_eq!(
        ids,
        many.into_iter().filter(|id| *id != 2).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn app_state_round_trips() {
    let it = Fixture::new();
    let store = &it.backend;
    assert_eq!(
        store.get_version("critical_block").await.unwrap().version,
        0
    );
    let state = HashState {
        version: 3,
        hash: [9; 128],
        ..HashState::default()
    };
    store.set_version("critical_block", state).await.unwrap();
    let loaded = store.get_version("critical_block").await.unwrap();
    assert_eq!((loaded.version, loaded.hash), (3, [9; 128]));

    let key = AppStateSyncKey {
        key_data: vec![4; 32],
        ..Default::default()
    };
    store.set_sync_key(&[0, 1], key.clone()).await.unwrap();
    store.set_sync_key(&[0, 2], key).await.unwrap();
    assert_eq!(
        store.get_latest_sync_key_id().await.unwrap(),
        Some(vec![0, 2])
    );
    let found = store.get_sync_key(&[0, 1]).await.unwrap().expect("stored");
    assert_eq!(found.key_data, vec![4; 32]);
}

#[tokio::test]
async fn mutation_macs_belong_to_their_collection() {
    let it = Fixture::new();
    let store = &it.backend;
    let macs: Vec<_> = (0..12u8)
        .map(|n| AppStateMutationMAC {
            index_mac: vec![n; 32],
            value_mac: vec![n],
        })
        .collect();
    store.put_mutation_macs("regular", 1, &macs).await.unwrap();
    store
        .put_mutation_macs("regular_low", 1, &macs[..1])
        .await
        .unwrap();
    store
        .delete_mutation_macs("regular", &[vec![3; 32]])
        .await
        .unwrap();

    for wanted in [
        &[[1; 32], [3; 32]][..],
        &std::array::from_fn::<_, 12, _>(|n| [n as u8; 32]),
    ] {
        let found = store.get_mutation_macs("regular", wanted).await.unwrap();
        assert_eq!(found.len(), wanted.len() - 1);
        assert_eq!(found.get(&[1; 32]), Some(&vec![1]));
        assert_eq!(found.get(&[3; 32]), None);
    }
    store.clear_mutation_macs("regular").await.unwrap();
    assert_eq!(
        store.get_mutation_mac("regular", &[1; 32]).await.unwrap(),
        None
    );
    let other = store
        .get_mutation_mac("regular_low", &[0; 32])
        .await
        .unwrap();
    assert_eq!(other, Some(vec![0]));
}

#[tokio::test]
async fn a_lid_that_moves_leaves_its_old_number() {
    let it = Fixture::new();
    let store = &it.backend;
    store.put_lid_mapping(&mapping("L1", "111")).await.unwrap();
    let moves = [
        mapping("L1", "222"),
        mapping("L1", "333"),
        mapping("L2", "111"),
    ];
    store.put_lid_mappings(&moves).await.unwrap();
    assert_eq!(it.writes(), 2);

    let lid_of = async |phone| {
        let found = store.get_pn_mapping(phone).await.unwrap();
        found.map(|entry| entry.lid)
    };
    assert_eq!(lid_of("111").await.as_deref(), Some("L2"));
    assert_eq!(lid_of("222").await, None);
    assert_eq!(lid_of("333").await.as_deref(), Some("L1"));
    let known = store.get_lid_mapping("L1").await.unwrap().expect("known");
    assert_eq!(known.phone_number, "333");
    assert_eq!(store.get_all_lid_mappings().await.unwrap().len(), 2);
}

#[tokio::test]
async fn sender_key_holders_are_kept_per_group() {
    let it = Fixture::new();
    let store = &it.backend;
    store
        .set_sender_key_status("g1", &[("a", true), ("b", true)])
        .await
        .unwrap();
    store
        .set_sender_key_status("g1", &[("b", false)])
        .await
        .unwrap();
    store
        .set_sender_key_status("g2", &[("a", true)])
        .await
        .unwrap();
    assert_eq!(
        store.get_sender_key_devices("g1").await.unwrap(),
        [("a".to_owned(), true), ("b".to_owned(), false)]
    );
    store.delete_sender_key_device_rows(&["a"]).await.unwrap();
    assert_eq!(
        store.get_sender_key_devices("g1").await.unwrap(),
        [("b".to_owned(), false)]
    );
    assert!(store.get_sender_key_devices("g2").await.unwrap().is_empty());
    store.clear_sender_key_devices("g1").await.unwrap();
    assert!(store.get_sender_key_devices("g1").await.unwrap().is_empty());
    store
        .set_sender_key_status("g3", &[("c", true)])
        .await
        .unwrap();
    store.clear_all_sender_key_devices().await.unwrap();
    assert!(store.get_sender_key_devices("g3").await.unwrap().is_empty());
}

#[tokio::test]
async fn plain_protocol_rows_round_trip() {
    let it = Fixture::new();
    let store = &it.backend;
    store.save_base_key("a@s", "m1", b"base").await.unwrap();
    assert!(store.has_same_base_key("a@s", "m1", b"base").await.unwrap());
    assert!(
        !store
            .has_same_base_key("a@s", "m1", b"other")
            .await
            .unwrap()
    );
    store.delete_base_key("a@s", "m1").await.unwrap();
    assert!(!store.has_same_base_key("a@s", "m1", b"base").await.unwrap());

    let record = |user: &str| DeviceListRecord {
        user: user.into(),
        devices: vec![DeviceInfo::new(0, None)],
        timestamp: 1,
        phash: None,
        raw_id: Some(4),
    };
    store
        .update_device_lists(vec![record("a"), record("b")])
        .await
        .unwrap();
    store.delete_devices("a").await.unwrap();
    assert!(store.get_devices("a").await.unwrap().is_none());
    let found = store.get_devices("b").await.unwrap().expect("stored");
    assert_eq!((found.devices.len(), found.raw_id), (1, Some(4)));

    store.put_group_metadata("g", b"blob").await.unwrap();
    assert_eq!(
        store.get_group_metadata("g").await.unwrap(),
        Some(b"blob".to_vec())
    );
    store.delete_group_metadata("g").await.unwrap();
    assert_eq!(store.get_group_metadata("g").await.unwrap(), None);
}

#[tokio::test]
async fn the_two_writers_of_a_trust_token_keep_out_of_each_others_field() {
    let it = Fixture::new();
    let store = &it.backend;
    store
        .touch_tc_token_sender_timestamp("a", 50)
        .await
        .unwrap();
    store
        .store_received_tc_token("a", b"first", 10)
        .await
        .unwrap();
    store
        .touch_tc_token_sender_timestamp("a", 40)
        .await
        .unwrap();
    store
        .store_received_tc_token("a", b"older", 9)
        .await
        .unwrap();
    let entry = store.get_tc_token("a").await.unwrap().expect("stored");
    assert_eq!(
        (
            entry.token.as_slice(),
            entry.token_timestamp,
            entry.sender_timestamp
        ),
        (&b"first"[..], 10, Some(50))
    );

    store
        .store_received_tc_token("b", b"only", 10)
        .await
        .unwrap();
    let cases = [((10, 51), 0), ((11, 50), 1), ((11, 51), 1)];
    for ((token_cutoff, sender_cutoff), gone) in cases {
        let count = store
            .delete_expired_tc_tokens(token_cutoff, sender_cutoff)
            .await
            .unwrap();
        assert_eq!(count, gone, "{token_cutoff} {sender_cutoff}");
    }
    assert!(store.get_all_tc_token_jids().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_sent_message_is_taken_once_and_swept_by_age() {
    let it = Fixture::new();
    let store = &it.backend;
    let now = wacore::time::now_secs();
    store.store_sent_message("c", "1", b"hello").await.unwrap();
    store.store_sent_message("c", "2", b"again").await.unwrap();
    assert_eq!(
        store.take_sent_message("c", "1").await.unwrap(),
        Some(b"hello".to_vec())
    );
    assert_eq!(store.take_sent_message("c", "1").await.unwrap(), None);
    assert_eq!(
        store.delete_expired_sent_messages(now - 60).await.unwrap(),
        0
    );
    assert_eq!(
        store.delete_expired_sent_messages(now + 60).await.unwrap(),
        1
    );
    assert_eq!(store.take_sent_message("c", "2").await.unwrap(), None);
}

#[tokio::test]
async fn pending_messages_are_kept_until_handed_over() {
    let it = Fixture::new();
    let store = &it.backend;
    let row = |id| PendingInboundRow {
        chat: "c",
        sender: "s",
        id,
        message: b"in",
    };
    store
        .store_pending_inbound_batch(&[row("1"), row("2")])
        .await
        .unwrap();
    store
        .store_pending_inbound("c", "s", "3", b"in")
        .await
        .unwrap();
    assert_eq!(it.writes(), 2);
    assert_eq!(
        store.get_pending_inbound("c", "s", "1").await.unwrap(),
        Some(b"in".to_vec())
    );
    store.delete_pending_inbound("c", "s", "1").await.unwrap();
    assert_eq!(
        store.get_pending_inbound("c", "s", "1").await.unwrap(),
        None
    );
    let later = wacore::time::now_secs() + 60;
    assert_eq!(
        store.delete_expired_pending_inbound(later).await.unwrap(),
        2
    );
}

#[tokio::test]
async fn a_message_secret_never_gets_a_shorter_life() {
    let it = Fixture::new();
    let store = &it.backend;
    let entries = vec![
        secret("1", 1, 100, 0),
        secret("1", 2, 50, 7),
        secret("2", 3, 0, 0),
    ];
    assert_eq!(store.put_msg_secrets(entries).await.unwrap(), 3);
    assert_eq!(it.writes(), 1);
    store
        .put_msg_secrets(vec![secret("1", 2, 60, 0)])
        .await
        .unwrap();
    let (chat, sender) = ("c@s.whatsapp.net", "s@s.whatsapp.net");
    let found = store
        .get_msg_secret_with_ts(chat, sender, "1")
        .await
        .unwrap();
    assert_eq!(found, Some((vec![2; 32], 7)));
    assert_eq!(store.delete_expired_msg_secrets(99).await.unwrap(), 0);
    assert_eq!(store.delete_expired_msg_secrets(100).await.unwrap(), 1);
    assert_eq!(store.get_msg_secret(chat, sender, "1").await.unwrap(), None);
    let forever = store.get_msg_secret(chat, sender, "2").await.unwrap();
    assert_eq!(forever, Some(vec![3; 32]));
}

/// Two read-modify-writes at once must not lose one of the two.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_changes_to_one_row_all_arrive() {
    let it = Fixture::new();
    let devices: Vec<String> = (0..32).map(|n| n.to_string()).collect();
    let store = Arc::new(it.backend);
    let writers: Vec<_> = devices
        .iter()
        .cloned()
        .map(|device| {
            let store = store.clone();
            tokio::spawn(async move { store.set_sender_key_status("g", &[(&device, true)]).await })
        })
        .collect();
    for writer in writers {
        writer.await.expect("no panic").expect("stored");
    }
    let held = store.get_sender_key_devices("g").await.unwrap();
    assert_eq!(held.len(), devices.len());
}
