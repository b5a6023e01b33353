//! The device is stored with its link, not before, and never replaced by an older state.

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
async fn nothing_is_written_before_a_link() {
    let fixture = Fixture::new();
    assert!(!fixture.backend.exists().await.unwrap());
    fixture.backend.create().await.unwrap();
    let fresh = fixture.backend.load().await.unwrap().expect("just created");
    fixture.backend.save(&fresh).await.unwrap();
    assert!(fixture.backend.exists().await.unwrap());
    assert!(!fixture.backend.is_linked());
    assert_eq!(fixture.writes(), 0);
    let again = fixture.backend.load().await.unwrap().expect("still there");
    assert_eq!(again.registration_id, fresh.registration_id);
    assert!(!fixture.reopened().exists().await.unwrap());
}

#[tokio::test]
async fn a_linked_device_and_its_profile_are_stored_in_one_write() {
    let fixture = Fixture::new();
    let device = linked_device();
    let profile = Profile {
        platform: Platform::Business,
        business_name: Some("Padaria Pão Doce".into()),
    };
    fixture.backend.set_profile(profile.clone());
    fixture.backend.save(&device).await.unwrap();
    assert_eq!(fixture.writes(), 1);
    assert!(fixture.backend.is_linked());

    let reopened = fixture.reopened();
    let loaded = reopened.load().await.unwrap().expect("stored");
    assert!(reopened.is_linked());
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

/// The client saves in the background from a copy, which may have been made before the link.
#[tokio::test]
async fn a_stale_copy_does_not_overwrite_the_link() {
    let fixture = Fixture::new();
    let backend = Arc::new(Backend::new("one", fixture.keys.clone()));
    let live = Arc::new(PersistenceManager::new(backend.clone()).await.unwrap());
    backend.attach(&live);
    backend.persist().await.unwrap();
    assert_eq!(fixture.writes(), 0, "there is no link to store yet");
    let stale = live.get_device_snapshot().to_serializable();

    let linked = linked_device();
    live.process_command(DeviceCommand::SetId(linked.pn.clone()))
        .await;
    let account = linked.account.as_deref().cloned();
    live.process_command(DeviceCommand::SetAccount(account))
        .await;
    backend.persist().await.unwrap();
    backend.save(&stale).await.unwrap();
    backend.persist().await.unwrap();
    live.flush().await.unwrap();
    assert_eq!(fixture.writes(), 1, "the same state is written once");

    let stored = fixture.reopened().load().await.unwrap().expect("stored");
    assert_eq!(stored.pn, linked.pn);
    assert!(stored.account.is_some());
}

#[tokio::test]
async fn a_push_name_is_hidden_from_the_client_and_not_from_the_store() {
    let fixture = Fixture::new();
    let backend = Arc::new(Backend::new("one", fixture.keys.clone()));
    backend.save(&linked_device()).await.unwrap();
    let live = Arc::new(PersistenceManager::new(backend.clone()).await.unwrap());
    backend.attach(&live);
    let seen = || live.get_device_snapshot().push_name.clone();
    for hide_without_waiting in [false, true] {
        if hide_without_waiting {
            assert!(backend.try_hide_push_name());
        } else {
            backend.hide_push_name().await;
        }
        assert_eq!(seen(), "");
        assert_eq!(backend.push_name(), "Ana Souza");
        live.flush().await.unwrap();
        let reopened = fixture.reopened().load().await.unwrap().expect("stored");
        assert_eq!(reopened.push_name, "Ana Souza");
        let loaded = backend.load().await.unwrap().expect("stored");
        assert_eq!(loaded.push_name, "Ana Souza", "for the next client");
        backend.show_push_name().await;
        assert_eq!(seen(), "Ana Souza");
    }
}

#[tokio::test]
async fn a_push_name_is_not_hidden_while_the_device_is_read() {
    let fixture = Fixture::new();
    let backend = Arc::new(Backend::new("one", fixture.keys.clone()));
    backend.save(&linked_device()).await.unwrap();
    let live = Arc::new(PersistenceManager::new(backend.clone()).await.unwrap());
    backend.attach(&live);
    let device = live.get_device_arc().await;
    let reading = device.read().await;
    assert!(!backend.try_hide_push_name());
    assert_eq!(live.get_device_snapshot().push_name, "Ana Souza");
    drop(reading);
    assert!(backend.try_hide_push_name());
}

#[tokio::test]
async fn sessions_are_separate() {
    let fixture = Fixture::new();
    let other = Backend::new("two", fixture.keys.clone());
    fixture.backend.put_session("a@s", b"one").await.unwrap();
    fixture.backend.save(&linked_device()).await.unwrap();
    assert_eq!(other.get_session("a@s").await.unwrap(), None);
    assert!(!other.exists().await.unwrap());
    fixture.keys.wipe("one").await.unwrap();
    assert_eq!(fixture.backend.get_session("a@s").await.unwrap(), None);
}
