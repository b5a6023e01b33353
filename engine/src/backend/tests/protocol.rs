use std::sync::Arc;

use super::Fixture;
use wacore::store::traits::{DeviceInfo, DeviceListRecord, LidPnMappingEntry, ProtocolStore};

fn mapping(lid: &str, phone: &str) -> LidPnMappingEntry {
    LidPnMappingEntry {
        lid: lid.into(),
        phone_number: phone.into(),
        created_at: 1,
        updated_at: 2,
        learning_source: "usync".into(),
    }
}

#[tokio::test]
async fn a_lid_that_moves_is_not_found_by_its_old_number() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
    store.put_lid_mapping(&mapping("L1", "111")).await.unwrap();
    let moves = [
        mapping("L1", "222"),
        mapping("L1", "333"),
        mapping("L2", "111"),
    ];
    store.put_lid_mappings(&moves).await.unwrap();
    assert_eq!(fixture.writes(), 2);

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
async fn sender_key_holders_are_stored_by_group() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
async fn plain_rows_are_stored_and_loaded() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
async fn the_two_writers_of_a_trust_token_do_not_overwrite_each_other() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
    for ((token_cutoff, sender_cutoff), deleted) in cases {
        let count = store
            .delete_expired_tc_tokens(token_cutoff, sender_cutoff)
            .await
            .unwrap();
        assert_eq!(count, deleted, "{token_cutoff} {sender_cutoff}");
    }
    assert!(store.get_all_tc_token_jids().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_changes_to_one_row_are_all_stored() {
    let fixture = Fixture::new();
    let devices: Vec<String> = (0..32).map(|n| n.to_string()).collect();
    let store = Arc::new(fixture.backend);
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
