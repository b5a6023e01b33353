use super::Fixture;
use wacore::store::traits::{MsgSecretEntry, MsgSecretStore, PendingInboundRow, ProtocolStore};

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
async fn a_sent_message_is_returned_once_and_expires() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
async fn pending_messages_are_stored_until_delivered() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
    assert_eq!(fixture.writes(), 2);
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
    // The two that are pending, and the mark of the one that was delivered.
    assert_eq!(
        store.delete_expired_pending_inbound(later).await.unwrap(),
        3
    );
}

#[tokio::test]
async fn the_message_that_tests_the_store_is_not_written() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
    let (sender, id) = ("0@s.whatsapp.net", "__wa_durability_probe_1_0__");
    let stored = store.store_pending_inbound(sender, sender, id, b"probe");
    stored.await.unwrap();
    let found = store.get_pending_inbound(sender, sender, id).await.unwrap();
    assert_eq!(found.as_deref(), Some(&b"probe"[..]));
    let deleted = store.delete_pending_inbound(sender, sender, id);
    deleted.await.unwrap();
    let found = store.get_pending_inbound(sender, sender, id).await.unwrap();
    assert_eq!((found, fixture.writes()), (None, 0));
}

#[tokio::test]
async fn the_expiry_of_a_message_secret_is_never_shortened() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
    let entries = vec![
        secret("1", 1, 100, 0),
        secret("1", 2, 50, 7),
        secret("2", 3, 0, 0),
    ];
    assert_eq!(store.put_msg_secrets(entries).await.unwrap(), 3);
    assert_eq!(fixture.writes(), 1);
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
