//! Linking by a code that is typed on the phone: what links, and what a phone or the network refuses.

use std::time::Duration;

use serde_json::json;
use wacore::pair_code::PairCodeRejection;
use wacore::types::events::Event;
use whatsapp_rust::pair_code::{PairCodeOptions, PairError};

use crate::harness::{ANA, BIA, Client, Network, PATIENCE};

async fn ask(client: &Client, number: &str) -> Result<String, PairError> {
    let options = PairCodeOptions {
        phone_number: number.to_owned(),
        ..PairCodeOptions::default()
    };
    client.whatsapp.pair_with_code(options).await
}

/// A client whose connection is ready, which is when it shows its first QR code.
async fn ready(network: &Network) -> Client {
    let client = Client::fresh(network).await;
    client.code().await;
    client
}

fn another(code: &str) -> String {
    let other = if code.starts_with('A') { "B" } else { "A" };
    format!("{other}{}", &code[1..])
}

#[tokio::test]
async fn a_typed_code_connects_the_client_under_the_phones_name() {
    let network = Network::start().await;
    let client = ready(&network).await;
    let code = ask(&client, ANA).await.unwrap();
    let typed = format!("{}-{}", &code[..4], &code[4..]).to_lowercase();
    assert_eq!(network.enter_code(ANA, &typed).await, Ok(1));
    client.connected().await;
    assert_eq!(client.whatsapp.push_name(), "Ana Souza");
    assert_eq!(client.whatsapp.pn().unwrap().user, ANA);
    let again = network.enter_code(ANA, &code).await;
    assert_eq!(again.unwrap_err(), "code_used");
    client.stop().await;
}

#[tokio::test]
async fn a_mistyped_code_can_be_typed_again() {
    let network = Network::start().await;
    let client = ready(&network).await;
    let code = ask(&client, ANA).await.unwrap();
    let mistyped = network.enter_code(ANA, &another(&code)).await;
    assert_eq!(mistyped.unwrap_err(), "wrong_code");
    let cut = network.enter_code(ANA, &code[1..]).await;
    assert_eq!(cut.unwrap_err(), "wrong_code");
    assert_eq!(network.enter_code(ANA, &code).await, Ok(1));
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_code_is_for_its_number_alone() {
    let network = Network::start().await;
    let client = ready(&network).await;
    let code = ask(&client, ANA).await.unwrap();
    let elsewhere = network.enter_code(BIA, &code).await;
    assert_eq!(elsewhere.unwrap_err(), "no_code_requested");
    client.stop().await;
}

#[tokio::test]
async fn a_number_without_a_phone_gets_a_code_that_nobody_can_type() {
    let network = Network::start().await;
    let client = ready(&network).await;
    assert_eq!(ask(&client, "4915112345678").await.unwrap().len(), 8);
    client.stop().await;
}

#[tokio::test]
async fn a_code_expires_sooner_at_speed() {
    let network = Network::with(None, 10_000.0).await;
    let client = ready(&network).await;
    let code = ask(&client, ANA).await.unwrap();
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let expiry = async {
        // What cannot be a code is refused for another reason as long as the code lives.
        while network.enter_code(ANA, "short").await.unwrap_err() == "wrong_code" {
            tick.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, expiry).await.unwrap();
    let late = network.enter_code(ANA, &code).await;
    assert_eq!(late.unwrap_err(), "code_expired");
    client.stop().await;
}

#[tokio::test]
async fn a_qr_code_links_beside_a_phone_code() {
    let network = Network::start().await;
    let client = Client::fresh(&network).await;
    let qr = client.code().await;
    let code = ask(&client, ANA).await.unwrap();
    assert_eq!(network.scan(BIA, &qr).await, Ok(1));
    client.connected().await;
    let late = network.enter_code(ANA, &code).await;
    assert_eq!(late.unwrap_err(), "code_expired");
    client.stop().await;
}

#[tokio::test]
async fn throttled_codes_say_so_in_both_of_whatsapps_ways() {
    let network = Network::start().await;
    let client = ready(&network).await;
    let fault = json!({ "throttleCodes": { "times": 1, "retryAfterSeconds": 90 } });
    network.fault(fault).await;
    let refused = ask(&client, ANA).await.unwrap_err();
    assert_eq!(refused.rejection(), Some(PairCodeRejection::RateOverlimit));
    assert_eq!(refused.backoff(), Some(Duration::from_secs(90)));

    network
        .fault(json!({ "throttleCodes": { "times": 1 } }))
        .await;
    let refused = ask(&client, ANA).await.unwrap_err();
    assert_eq!(refused.rejection(), Some(PairCodeRejection::BadRequest));
    assert!(refused.rejection().unwrap().is_throttled());
    assert_eq!(refused.backoff(), None);

    assert!(ask(&client, ANA).await.is_ok());
    client.stop().await;
}

#[tokio::test]
async fn a_client_that_names_no_system_is_refused() {
    let network = Network::start().await;
    let client = ready(&network).await;
    let options = PairCodeOptions {
        phone_number: ANA.to_owned(),
        display_os: Some("Titan".to_owned()),
        ..PairCodeOptions::default()
    };
    let refused = client.whatsapp.pair_with_code(options).await.unwrap_err();
    assert_eq!(refused.rejection(), Some(PairCodeRejection::BadRequest));
    client.stop().await;
}

#[tokio::test]
async fn a_passkey_may_be_demanded_before_a_link() {
    let network = Network::start().await;
    let client = Client::fresh(&network).await;
    let qr = client.code().await;
    let code = ask(&client, ANA).await.unwrap();
    network
        .fault(json!({ "demandPasskey": { "times": 2 } }))
        .await;
    for refused in [
        network.scan(ANA, &qr).await,
        network.enter_code(ANA, &code).await,
    ] {
        assert_eq!(refused.unwrap_err(), "passkey_required");
        client
            .next("a passkey request", |event| {
                matches!(event, Event::PairPasskeyRequest(_)).then_some(())
            })
            .await;
    }
    assert_eq!(network.enter_code(ANA, &code).await, Ok(1));
    client.stop().await;
}

#[tokio::test]
async fn an_account_in_coexistence_is_refused_by_the_client() {
    let network = Network::start().await;
    let number = "4915112345678";
    let phone = json!({ "phoneNumber": number, "businessName": "Bakery", "coexistence": true });
    network.post("/sandbox/phones", phone).await;
    let client = ready(&network).await;
    let code = ask(&client, number).await.unwrap();
    let refused = network.enter_code(number, &code).await;
    assert_eq!(refused.unwrap_err(), "link_refused");
    let error = client
        .next("a refused link", |event| match event {
            Event::PairError(refused) => Some(refused.error.clone()),
            _ => None,
        })
        .await;
    assert!(error.contains("signature-mismatch"), "{error}");
    assert_eq!(network.devices(number).await.len(), 0);
    client.stop().await;
}
