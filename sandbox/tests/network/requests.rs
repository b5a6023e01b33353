//! What a client requests: answered from what the network knows, or refused and recorded. All other tests fail when a
//! client requests something that is not implemented, see [`Network`].

use wacore::iq::business::BusinessProfileSpec;
use wacore::iq::prekeys::DigestKeyBundleSpec;
use wacore::iq::privacy::{PrivacyCategory, PrivacyValue};
use wacore::prekeys::{compute_key_bundle_digest, extract_prekey_public_key};
use wacore::store::traits::SignalStore as _;
use whatsapp_rust::{Jid, request::IqError};

use crate::harness::{ANA, BIA, Network, linked_to_ana};

fn jid(number: &str) -> Jid {
    format!("{number}@s.whatsapp.net").parse().unwrap()
}

#[tokio::test]
async fn a_client_learns_which_numbers_exist() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let asked = [BIA, "4915112345678", ANA].map(jid);
    let found = client.whatsapp.contacts().is_on_whatsapp(&asked).await;
    let found = found.unwrap();
    let seen = asked.each_ref().map(|jid| {
        let of_jid = found.iter().find(|found| found.jid == *jid).unwrap();
        let lid = of_jid.lid.as_ref().map(|lid| lid.server.is_lid_family());
        (of_jid.is_registered, of_jid.is_business, lid)
    });
    let (business, nobody, person) = (
        (true, true, Some(true)),
        (false, false, None),
        (true, false, Some(true)),
    );
    assert_eq!(seen, [business, nobody, person]);

    let (status, added) = network
        .post(
            "/sandbox/phones",
            serde_json::json!({ "phoneNumber": "+4915112345678", "username": "hidden" }),
        )
        .await;
    assert_eq!(status, 201, "{added}");
    let contacts = client.whatsapp.contacts();
    let hidden = contacts.is_on_whatsapp(&asked[1..2]).await.unwrap();
    assert!(!hidden[0].is_registered, "a username hides");
    client.stop().await;
}

#[tokio::test]
async fn an_unknown_request_is_refused_and_recorded() {
    let network = Network::start().await;
    network.expect_refusals();
    let (client, _) = linked_to_ana(&network).await;
    assert_eq!(network.refused().await, Vec::<String>::new());

    let refused = client
        .whatsapp
        .execute(BusinessProfileSpec::new(&jid(BIA)))
        .await;
    assert!(
        matches!(&refused, Err(IqError::ServerError { code: 501, text, .. })
            if text == "feature-not-implemented"),
        "{refused:?}"
    );
    assert_eq!(
        network.refused().await,
        ["get w:biz business_profile profile"]
    );
    let groups = client.whatsapp.groups().get_participating().await;
    assert!(groups.is_err(), "not: no groups");
    assert_eq!(
        network.refused().await[1],
        "get w:g2 participating participants"
    );
    client.stop().await;
}

#[tokio::test]
async fn what_the_network_does_not_know_of_a_person_is_an_error() {
    let network = Network::start().await;
    network.expect_refusals();
    let (client, _) = linked_to_ana(&network).await;
    let known = client.whatsapp.contacts().get_user_info(&[jid(BIA)]).await;
    let error = known.err().map(|error| format!("{error:?}"));
    let error = error.unwrap_or_default();
    assert!(error.contains("501"), "{error}");
    let refused = network.refused().await;
    assert_eq!(refused, ["get usync status", "get usync picture"]);
    client.stop().await;
}

/// A client compares the digest with its own keys at every login.
#[tokio::test]
async fn a_device_can_check_its_keys() {
    let network = Network::start().await;
    let (client, store) = linked_to_ana(&network).await;
    let kept = client.whatsapp.execute(DigestKeyBundleSpec::new()).await;
    let kept = kept.unwrap();
    let device = client.whatsapp.persistence_manager().get_device_snapshot();
    assert_eq!(kept.reg_id, device.registration_id);
    assert_eq!(
        kept.identity,
        device.identity_key.public_key.public_key_bytes()
    );
    assert!(!kept.prekey_ids.is_empty());
    let mut one_time = Vec::new();
    for id in &kept.prekey_ids {
        let record = store.load_prekey(*id).await.unwrap().unwrap();
        one_time.push(extract_prekey_public_key(&record).unwrap().to_vec());
    }
    let one_time: Vec<&[u8]> = one_time.iter().map(|key| &key[..]).collect();
    let own = compute_key_bundle_digest(
        device.identity_key.public_key.public_key_bytes(),
        device.signed_pre_key.public_key.public_key_bytes(),
        &device.signed_pre_key_signature,
        &one_time,
    );
    assert_eq!(kept.hash, own);
    client.stop().await;
}

#[tokio::test]
async fn an_account_has_the_settings_of_one_that_never_changed_them() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let settings = client.whatsapp.fetch_privacy_settings().await.unwrap();
    assert_eq!(
        settings.get_value(&PrivacyCategory::ReadReceipts),
        Some(&PrivacyValue::All)
    );
    assert!(
        client
            .whatsapp
            .blocking()
            .get_blocklist()
            .await
            .unwrap()
            .is_empty()
    );
    client.stop().await;
}
