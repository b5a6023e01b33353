//! Linking by a code that is typed on the phone: which codes link, and which a phone or the network rejects.

use std::time::Duration;

use serde_json::json;
use wacore::pair_code::PairCodeRejection;
use wacore::types::events::Event;
use whatsapp_rust::pair_code::{PairCodeOptions, PairError};

use crate::harness::{ANA, BIA, Client, Network, TIMEOUT};

async fn request_code(client: &Client, number: &str) -> Result<String, PairError> {
    let options = PairCodeOptions {
        phone_number: number.to_owned(),
        ..PairCodeOptions::default()
    };
    client.whatsapp.pair_with_code(options).await
}

/// A client that shows its first QR code, since its connection is ready only then.
async fn ready_client(network: &Network) -> Client {
    let client = Client::new(network).await;
    client.code().await;
    client
}

fn mistype(code: &str) -> String {
    let other = if code.starts_with('A') { "B" } else { "A" };
    format!("{other}{}", &code[1..])
}

#[tokio::test]
async fn a_typed_code_connects_the_client_with_the_phones_name() {
    let network = Network::start().await;
    let client = ready_client(&network).await;
    let code = request_code(&client, ANA).await.unwrap();
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
    let client = ready_client(&network).await;
    let code = request_code(&client, ANA).await.unwrap();
    let mistyped = network.enter_code(ANA, &mistype(&code)).await;
    assert_eq!(mistyped.unwrap_err(), "wrong_code");
    let short = network.enter_code(ANA, &code[1..]).await;
    assert_eq!(short.unwrap_err(), "wrong_code");
    assert_eq!(network.enter_code(ANA, &code).await, Ok(1));
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn a_code_is_valid_for_its_number_only() {
    let network = Network::start().await;
    let client = ready_client(&network).await;
    let code = request_code(&client, ANA).await.unwrap();
    let elsewhere = network.enter_code(BIA, &code).await;
    assert_eq!(elsewhere.unwrap_err(), "no_code_requested");
    client.stop().await;
}

#[tokio::test]
async fn a_number_without_a_phone_gets_a_code_too() {
    let network = Network::start().await;
    let client = ready_client(&network).await;
    assert_eq!(
        request_code(&client, "4915112345678").await.unwrap().len(),
        8
    );
    client.stop().await;
}

#[tokio::test]
async fn a_code_expires_sooner_at_a_higher_speed() {
    let network = Network::open(None, 10_000.0).await;
    let client = ready_client(&network).await;
    let code = request_code(&client, ANA).await.unwrap();
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let expiry = async {
        // A text that is no code is rejected for another reason until the code expires.
        while network.enter_code(ANA, "short").await.unwrap_err() == "wrong_code" {
            tick.tick().await;
        }
    };
    tokio::time::timeout(TIMEOUT, expiry).await.unwrap();
    let late = network.enter_code(ANA, &code).await;
    assert_eq!(late.unwrap_err(), "code_expired");
    client.stop().await;
}

#[tokio::test]
async fn a_qr_code_links_while_a_phone_code_is_shown() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let qr = client.code().await;
    let code = request_code(&client, ANA).await.unwrap();
    assert_eq!(network.scan(BIA, &qr).await, Ok(1));
    client.connected().await;
    let late = network.enter_code(ANA, &code).await;
    assert_eq!(late.unwrap_err(), "code_expired");
    client.stop().await;
}

#[tokio::test]
async fn throttling_is_reported_in_both_of_whatsapps_ways() {
    let network = Network::start().await;
    let client = ready_client(&network).await;
    let fault = json!({ "throttleCodes": { "times": 1, "retryAfterSeconds": 90 } });
    network.set_faults(fault).await;
    let error = request_code(&client, ANA).await.unwrap_err();
    assert_eq!(error.rejection(), Some(PairCodeRejection::RateOverlimit));
    assert_eq!(error.backoff(), Some(Duration::from_secs(90)));

    network
        .set_faults(json!({ "throttleCodes": { "times": 1 } }))
        .await;
    let error = request_code(&client, ANA).await.unwrap_err();
    assert_eq!(error.rejection(), Some(PairCodeRejection::BadRequest));
    assert!(error.rejection().unwrap().is_throttled());
    assert_eq!(error.backoff(), None);

    assert!(request_code(&client, ANA).await.is_ok());
    client.stop().await;
}

#[tokio::test]
async fn a_client_that_names_no_system_is_rejected() {
    let network = Network::start().await;
    let client = ready_client(&network).await;
    let options = PairCodeOptions {
        phone_number: ANA.to_owned(),
        display_os: Some("Titan".to_owned()),
        ..PairCodeOptions::default()
    };
    let error = client.whatsapp.pair_with_code(options).await.unwrap_err();
    assert_eq!(error.rejection(), Some(PairCodeRejection::BadRequest));
    client.stop().await;
}

#[tokio::test]
async fn a_passkey_can_be_required_before_a_link() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let qr = client.code().await;
    let code = request_code(&client, ANA).await.unwrap();
    network
        .set_faults(json!({ "demandPasskey": { "times": 2 } }))
        .await;
    for result in [
        network.scan(ANA, &qr).await,
        network.enter_code(ANA, &code).await,
    ] {
        assert_eq!(result.unwrap_err(), "passkey_required");
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
async fn a_passkey_can_be_given_or_refused_on_the_phone() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let path = format!("/sandbox/phones/{ANA}/passkey");
    let (status, answer) = network.post(&path, json!({})).await;
    assert_eq!(
        (status.as_u16(), &answer["code"]),
        (422, &json!("no_passkey_required"))
    );
    let qr = client.code().await;
    network
        .set_faults(json!({ "demandPasskey": { "times": 2 } }))
        .await;
    assert_eq!(
        network.scan(ANA, &qr).await.unwrap_err(),
        "passkey_required"
    );
    let (status, _) = network.delete(&path).await;
    assert_eq!(status.as_u16(), 200);
    assert_eq!(network.post(&path, json!({})).await.0.as_u16(), 422);

    assert_eq!(
        network.scan(ANA, &qr).await.unwrap_err(),
        "passkey_required"
    );
    let (status, answer) = network.post(&path, json!({})).await;
    assert_eq!(
        (status.as_u16(), &answer["data"]["device"]),
        (200, &json!(1))
    );
    client.connected().await;
    client.stop().await;
}

#[tokio::test]
async fn an_account_in_coexistence_is_rejected_by_the_client() {
    let network = Network::start().await;
    let number = "4915112345678";
    let phone = json!({ "phoneNumber": number, "businessName": "Bakery", "coexistence": true });
    network.post("/sandbox/phones", phone).await;
    let client = ready_client(&network).await;
    let code = request_code(&client, number).await.unwrap();
    let result = network.enter_code(number, &code).await;
    assert_eq!(result.unwrap_err(), "link_refused");
    let error = client
        .next("a rejected link", |event| match event {
            Event::PairError(event) => Some(event.error.clone()),
            _ => None,
        })
        .await;
    assert!(error.contains("signature-mismatch"), "{error}");
    assert_eq!(network.devices(number).await.len(), 0);
    client.stop().await;
}
