//! The device is stored with its link, not before and never backwards.

use std::sync::Arc;

use wacore::store::Device;
use wacore::store::commands::DeviceCommand;
use wacore::store::traits::{DeviceStore, SignalStore};
use waproto::whatsapp::ADVSignedDeviceIdentity;
use whatsapp_rust::store::persistence_manager::PersistenceManager;

use super::{Backend, Fixture};
use crate::account::Profile;
use crate::{KeyStore, Platform};

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

/// The client saves in the background from a copy. One made before the link must not undo it.
#[tokio::test]
async fn a_stale_copy_does_not_undo_the_link() {
    let it = Fixture::new();
    let backend = Arc::new(Backend::new("one", it.keys.clone()));
    let live = Arc::new(PersistenceManager::new(backend.clone()).await.unwrap());
    backend.follow(&live);
    backend.settle().await.unwrap();
    assert_eq!(it.writes(), 0, "there is no link to store yet");
    let stale = live.get_device_snapshot().to_serializable();

    let linked = linked_device();
    live.process_command(DeviceCommand::SetId(linked.pn.clone()))
        .await;
    let account = linked.account.as_deref().cloned();
    live.process_command(DeviceCommand::SetAccount(account))
        .await;
    backend.settle().await.unwrap();
    backend.save(&stale).await.unwrap();
    backend.settle().await.unwrap();
    live.flush().await.unwrap();
    assert_eq!(it.writes(), 1, "the same state is written once");

    let stored = it.reopened().load().await.unwrap().expect("stored");
    assert_eq!(stored.pn, linked.pn);
    assert!(stored.account.is_some());
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
