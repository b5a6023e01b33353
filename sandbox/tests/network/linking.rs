//! Linking by a QR code: which codes link, and which a phone or a client rejects.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use wacore::types::events::Event;

use crate::harness::{ANA, BIA, Client, Network, TIMEOUT, linked_to_ana};

/// The code with one of its fields replaced by another key.
fn tampered(code: &str, field: usize) -> String {
    let mut fields: Vec<String> = code.split(',').map(str::to_owned).collect();
    let mut key = BASE64_STANDARD.decode(&fields[field]).unwrap();
    key[0] ^= 1;
    fields[field] = BASE64_STANDARD.encode(key);
    fields.join(",")
}

const NOISE_KEY: usize = 1;
const IDENTITY_KEY: usize = 2;
const ADV_SECRET: usize = 3;

async fn pair_error(client: &Client) -> String {
    client
        .next("a rejected link", |event| match event {
            Event::PairError(event) => Some(event.error.clone()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_scan_connects_the_client_with_the_phones_name() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    assert_eq!(client.whatsapp.push_name(), "Ana Souza");
    assert_eq!(client.whatsapp.pn().unwrap().user, ANA);
    let devices = network.devices(ANA).await;
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0]["device"], 1);
    assert_eq!(devices[0]["online"], true);
    client.stop().await;
}

#[tokio::test]
async fn a_business_phone_reports_its_platform_and_name() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    network.scan(BIA, &code).await.unwrap();
    let (platform, name) = client
        .next("a link", |event| match event {
            Event::PairSuccess(linked) => {
                Some((linked.platform.clone(), linked.business_name.clone()))
            }
            _ => None,
        })
        .await;
    assert_eq!(
        (platform.as_str(), name.as_str()),
        ("smba", "Padaria Pão Doce")
    );
    client.stop().await;
}

#[tokio::test]
async fn a_code_with_whatsapps_link_works_too() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    let link = format!("https://wa.me/settings/linked_devices#{code}");
    assert_eq!(network.scan(&format!("%2B{ANA}"), &link).await, Ok(1));
    client.stop().await;
}

#[tokio::test]
async fn a_code_links_once() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    network.scan(ANA, &code).await.unwrap();
    assert_eq!(network.scan(BIA, &code).await.unwrap_err(), "code_used");
    assert_eq!(network.devices(BIA).await.len(), 0);
    client.stop().await;
}

#[tokio::test]
async fn a_code_expires() {
    let network = Network::open(None, 10_000.0).await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    // A damaged code is not used up, and is rejected for another reason until it expires.
    let probe = tampered(&code, NOISE_KEY);
    let mut tick = tokio::time::interval(std::time::Duration::from_millis(20));
    let expiry = async {
        while network.scan(ANA, &probe).await.unwrap_err() == "wrong_code" {
            tick.tick().await;
        }
    };
    tokio::time::timeout(TIMEOUT, expiry).await.unwrap();
    assert_eq!(network.scan(ANA, &code).await.unwrap_err(), "code_expired");
    client.stop().await;
}

#[tokio::test]
async fn a_code_expires_when_its_client_disconnects() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = client.code().await;
    client.stop().await;
    let gone = async {
        while network
            .scan(ANA, &tampered(&code, NOISE_KEY))
            .await
            .unwrap_err()
            == "wrong_code"
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(TIMEOUT, gone).await.unwrap();
    assert_eq!(network.scan(ANA, &code).await.unwrap_err(), "code_expired");
}

#[tokio::test]
async fn a_code_with_another_identity_is_rejected_by_the_client() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = tampered(&client.code().await, IDENTITY_KEY);
    assert_eq!(network.scan(ANA, &code).await.unwrap_err(), "link_refused");
    assert!(pair_error(&client).await.contains("signature-mismatch"));
    assert_eq!(network.devices(ANA).await.len(), 0);
    client.stop().await;
}

#[tokio::test]
async fn a_code_with_another_secret_is_rejected_by_the_client() {
    let network = Network::start().await;
    let client = Client::new(&network).await;
    let code = tampered(&client.code().await, ADV_SECRET);
    assert_eq!(network.scan(ANA, &code).await.unwrap_err(), "link_refused");
    assert!(pair_error(&client).await.contains("hmac-mismatch"));
    client.stop().await;
}

#[tokio::test]
async fn a_text_that_is_no_code_is_rejected() {
    let network = Network::start().await;
    let result = network.scan(ANA, "https://example.com/").await;
    assert_eq!(result.unwrap_err(), "not_a_whatsapp_code");
}

#[tokio::test]
async fn a_phone_links_at_most_four_devices() {
    let network = Network::start().await;
    let mut clients = Vec::new();
    for device in 1..=4 {
        let client = Client::new(&network).await;
        let code = client.code().await;
        assert_eq!(network.scan(ANA, &code).await, Ok(device));
        clients.push(client);
    }
    let client = Client::new(&network).await;
    let code = client.code().await;
    assert_eq!(network.scan(ANA, &code).await.unwrap_err(), "device_limit");
    assert_eq!(
        network.scan(BIA, &code).await,
        Ok(1),
        "the code is still valid"
    );
    clients.push(client);
    for client in clients {
        client.stop().await;
    }
}
