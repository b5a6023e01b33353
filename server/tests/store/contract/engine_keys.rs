//! The engine's keys.

use engine::{Change, KeyStore as _};
use titan_connect::store::Store;

pub fn put(kind: &'static str, key: &str, value: &[u8]) -> Change {
    Change::Put {
        kind,
        key: key.into(),
        value: value.into(),
    }
}

pub async fn are_kept_for_each_session(store: &Store) {
    are_read_and_listed(store).await;
    are_changed_in_order(store).await;
    store.wipe("ses_1").await.unwrap();
    assert!(store.list("ses_1", "identity").await.unwrap().is_empty());
    let other = store.get("ses_2", "identity", "a").await.unwrap();
    assert_eq!(other, Some(b"other".to_vec()));
}

async fn are_read_and_listed(store: &Store) {
    let ours = vec![
        put("identity", "a", &[0, 255]),
        put("identity", "b", &[]),
        put("device", "a", b"x"),
    ];
    store.apply("ses_1", ours).await.unwrap();
    let theirs = vec![put("identity", "a", b"other")];
    store.apply("ses_2", theirs).await.unwrap();
    let found = store.get("ses_1", "identity", "a").await.unwrap();
    assert_eq!(found, Some(vec![0, 255]));
    assert_eq!(store.get("ses_1", "identity", "z").await.unwrap(), None);
    assert_eq!(
        store.list("ses_1", "identity").await.unwrap(),
        [("a".into(), vec![0, 255]), ("b".into(), vec![])]
    );
}

async fn are_changed_in_order(store: &Store) {
    let delete = Change::Delete {
        kind: "identity",
        key: "b".into(),
    };
    let changes = vec![
        put("identity", "c", b"1"),
        put("identity", "c", b"2"),
        delete,
        put("identity", "b", b"3"),
    ];
    store.apply("ses_1", changes).await.unwrap();
    let last = store.get("ses_1", "identity", "c").await.unwrap();
    assert_eq!(last, Some(b"2".to_vec()), "the last value is kept");
    let put_again = store.get("ses_1", "identity", "b").await.unwrap();
    assert_eq!(put_again, Some(b"3".to_vec()), "in order");
}

pub async fn are_stored_in_bulk(store: &Store) {
    let keys: Vec<Change> = (0..812)
        .map(|id| put("prekey", &format!("{id:06}"), &[7; 200]))
        .collect();
    store.apply("ses_9", keys).await.unwrap();
    assert_eq!(store.list("ses_9", "prekey").await.unwrap().len(), 812);
}
