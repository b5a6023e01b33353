use super::Fixture;
use wacore::appstate::hash::HashState;
use wacore::appstate::processor::AppStateMutationMAC;
use wacore::store::traits::{AppStateSyncKey, AppSyncStore};

#[tokio::test]
async fn app_state_is_stored_and_loaded() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
async fn mutation_macs_are_stored_by_collection() {
    let fixture = Fixture::new();
    let store = &fixture.backend;
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
