use super::Fixture;
use crate::backend::MissingMessage;
use wacore::store::traits::ProtocolStore;

#[tokio::test]
async fn a_message_that_was_decrypted_before_is_missing_until_it_is_delivered() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
    let missing = store.get_pending_inbound("c", "s", "1").await;
    assert!(missing.is_err(), "it must not be acknowledged");
    store.message_missing().await;
    let at_seconds = store.missing_messages()[0].at_seconds;
    let expected = MissingMessage::new("c", "s", "1", at_seconds);
    assert!(store.missing_messages() == [expected]);

    store
        .store_pending_inbound("c", "s", "1", b"in")
        .await
        .unwrap();
    store.delete_pending_inbound("c", "s", "1").await.unwrap();
    assert_eq!(
        store.get_pending_inbound("c", "s", "1").await.unwrap(),
        None
    );
    assert!(store.missing_messages().is_empty());
}

#[tokio::test]
async fn missing_messages_are_stored_once_and_loaded() {
    let fixture = Fixture::new();
    let backend = &fixture.backend;
    backend.add_missing(MissingMessage::new("c", "s", "1", 7));
    for _ in 0..2 {
        backend.save_missing().await.unwrap();
    }
    assert_eq!(fixture.writes(), 1);
    let later = fixture.reopened();
    later.load_missing().await.unwrap();
    assert!(later.missing_messages() == backend.missing_messages());
    for _ in 0..10 {
        later.count_request(&later.missing_messages()[0]);
    }
    // It was requested often enough, but not for long enough.
    assert!(later.get_pending_inbound("c", "s", "1").await.is_err());
}
