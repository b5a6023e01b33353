use super::Fixture;
use crate::backend::Owed;
use wacore::store::traits::ProtocolStore;

#[tokio::test]
async fn a_message_opened_before_is_done_with_only_if_it_was_handed_over() {
    let it = Fixture::new();
    let store = &it.backend;
    let missing = store.get_pending_inbound("c", "s", "1").await;
    assert!(
        missing.is_err(),
        "nobody has it, so it may not be acknowledged"
    );
    store.missed().await;
    assert!(store.all_owed() == [Owed::new("c", "s", "1", store.all_owed()[0].at_seconds)]);

    store
        .store_pending_inbound("c", "s", "1", b"in")
        .await
        .unwrap();
    store.delete_pending_inbound("c", "s", "1").await.unwrap();
    assert_eq!(
        store.get_pending_inbound("c", "s", "1").await.unwrap(),
        None
    );
    assert!(store.all_owed().is_empty());
}

#[tokio::test]
async fn what_is_owed_is_written_once_and_remembered() {
    let it = Fixture::new();
    it.backend.owe(Owed::new("c", "s", "1", 7));
    for _ in 0..2 {
        it.backend.save_owed().await.unwrap();
    }
    assert_eq!(it.writes(), 1);
    let later = it.reopened();
    later.recall_owed().await.unwrap();
    assert!(later.all_owed() == it.backend.all_owed());
    for _ in 0..10 {
        later.requested(&later.all_owed()[0]);
    }
    // So often, but not for so long: it may still come.
    assert!(later.get_pending_inbound("c", "s", "1").await.is_err());
}
