use std::sync::Arc;

use super::{Backend, Fixture};
use crate::KeyStore;
use wacore::libsignal::protocol::KeyPair;
use wacore::libsignal::store::record_helpers::new_signed_pre_key_record;
use wacore::store::traits::{MsgSecretStore, ProtocolStore, SignalStore};
use wacore::time::{from_secs_or_now, now_secs};
use waproto::codec::signed_pre_key_record_to_vec;
use whatsapp_rust::store::persistence_manager::PersistenceManager;

#[tokio::test]
async fn signal_records_are_stored_and_loaded() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
    let fixture = Fixture::new();
    fixture.backend.put_session("5511:3@s", b"x").await.unwrap();
    fixture
        .backend
        .put_identity("77@lid", [0; 32])
        .await
        .unwrap();
    for (user, known) in [("5511", true), ("77", true), ("551", false), ("7", false)] {
        let found = fixture
            .backend
            .has_signal_state_for_user(user)
            .await
            .unwrap();
        assert_eq!(found, known, "{user}");
    }
}

#[tokio::test]
async fn a_batch_is_one_write_and_an_empty_one_is_none() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
    store.put_identities_batch(&[]).await.unwrap();
    store.put_sessions_batch(&[]).await.unwrap();
    store.store_prekeys_batch(&[], true).await.unwrap();
    store.put_lid_mappings(&[]).await.unwrap();
    store.update_device_lists(vec![]).await.unwrap();
    store.set_sender_key_status("g", &[]).await.unwrap();
    store.put_msg_secrets(vec![]).await.unwrap();
    store.delete_expired_sent_messages(1).await.unwrap();
    assert_eq!(fixture.writes(), 0);

    let two = [("a@s".into(), "1".into()), ("b@s".into(), "2".into())];
    store.put_sessions_batch(&two).await.unwrap();
    store.put_sender_keys_batch(&two).await.unwrap();
    let keys: Vec<_> = (1..=30).map(|id| (id, vec![id as u8].into())).collect();
    store.store_prekeys_batch(&keys, false).await.unwrap();
    assert_eq!(fixture.writes(), 3);
    assert_eq!(
        store.get_session("b@s").await.unwrap().as_deref(),
        Some(&b"2"[..])
    );
}

#[tokio::test]
async fn prekeys_are_loaded_and_never_restored() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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

/// A record of a key that was replaced so many days ago.
fn replaced(id: u32, days: i64) -> Vec<u8> {
    let key = KeyPair::generate(&mut rand::make_rng::<rand::rngs::StdRng>());
    let at = from_secs_or_now(now_secs() - days * 24 * 3600);
    signed_pre_key_record_to_vec(&new_signed_pre_key_record(id, &key, [7; 64], at))
}

#[tokio::test]
async fn a_signed_prekey_is_kept_for_ninety_days_after_it_was_replaced() {
    let fixture = Fixture::new();
    let store = Arc::new(Backend::new("one", fixture.keys.clone()));
    let live = Arc::new(PersistenceManager::new(store.clone()).await.unwrap());
    store.attach(&live);
    live.modify_device(|device| device.signed_pre_key_id = 5)
        .await;
    // An old one, one that is too old, the present one and a new one that WhatsApp has refused.
    for (id, days, is_kept) in [(2, 89, true), (1, 90, false), (5, 0, false), (6, 0, false)] {
        let record = replaced(id, days);
        store.store_signed_prekey(id, &record).await.unwrap();
        store.remove_signed_prekey(id).await.unwrap();
        let loaded = store.load_signed_prekey(id).await.unwrap();
        assert_eq!(loaded.is_some(), is_kept, "{id}");
        assert!(loaded.is_none_or(|loaded| loaded == record));
    }
    assert_eq!(store.load_all_signed_prekeys().await.unwrap(), []);
    let rows = fixture.keys.list("one", "replaced_signed_prekey").await;
    let ids: Vec<String> = rows.unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["2"], "what is too old is deleted");
}
