//! Accounts that WhatsApp has moved from numbers to LIDs, accounts that it has not moved, and people without a number.

use serde_json::{Value, json};

use crate::harness::{Client, Network};

const ONE: &str = "5511999990011";
const OTHER: &str = "5521988880012";

/// Adds a phone and returns its LID.
async fn add(network: &Network, number: &str, fields: Value) -> String {
    let mut phone = json!({ "phoneNumber": format!("+{number}") });
    for (name, value) in fields.as_object().unwrap() {
        phone[name] = value.clone();
    }
    let (status, body) = network.post("/sandbox/phones", phone).await;
    assert_eq!(status, 201, "{body}");
    body["data"]["lid"].as_str().unwrap().to_owned()
}

/// A client that is linked to the first of two phones.
async fn linked(network: &Network) -> Client {
    let client = Client::new(network).await;
    let code = client.code().await;
    network.scan(ONE, &code).await.unwrap();
    client.connected().await;
    client
}

#[tokio::test]
async fn an_account_sees_the_addresses_of_its_own_world() {
    for (own, others) in [("number", "lid"), ("lid", "number"), ("lid", "lid")] {
        let network = Network::start().await;
        add(&network, ONE, json!({ "addresses": own })).await;
        let lid = add(&network, OTHER, json!({ "addresses": others })).await;
        let client = linked(&network).await;
        let expected = match own {
            "lid" => lid,
            _ => format!("{OTHER}@s.whatsapp.net"),
        };

        network
            .send(OTHER, json!({ "text": "Oi", "to": ONE }))
            .await;
        let received = client.text().await;
        assert_eq!(received.address, expected, "{own} {others}");
        assert_eq!(received.chat, OTHER);

        network
            .send(ONE, json!({ "text": "Eu", "to": OTHER }))
            .await;
        let copy = client.text().await;
        assert!(copy.from_me);
        assert_eq!((copy.address, copy.chat), (expected, OTHER.to_owned()));
        client.stop().await;
    }
}

#[tokio::test]
async fn a_client_writes_to_a_number_in_every_world() {
    for (own, others) in [
        ("number", "number"),
        ("number", "lid"),
        ("lid", "number"),
        ("lid", "lid"),
    ] {
        let network = Network::start().await;
        add(&network, ONE, json!({ "addresses": own })).await;
        add(&network, OTHER, json!({ "addresses": others })).await;
        let client = linked(&network).await;
        let id = client.send_text(OTHER, "Oi").await;
        network.wait_for("message_sent", &id).await;
        assert_eq!(
            network.inbox(OTHER).await[0]["text"],
            "Oi",
            "{own} {others}"
        );
        client.stop().await;
    }
}

#[tokio::test]
async fn a_person_with_a_username_has_no_number() {
    for own in ["number", "lid"] {
        let network = Network::start().await;
        add(&network, ONE, json!({ "addresses": own })).await;
        let lid = add(&network, OTHER, json!({ "username": "bia.lima" })).await;
        let client = linked(&network).await;
        network
            .send(OTHER, json!({ "text": "Oi", "to": ONE }))
            .await;
        let received = client.text().await;
        assert_eq!(
            (received.chat, received.address),
            (lid.clone(), lid.clone()),
            "{own}"
        );

        let id = client.send_text(&lid, "Oi, Bia").await;
        network.wait_for("message_sent", &id).await;
        assert_eq!(network.inbox(OTHER).await[0]["text"], "Oi, Bia");
        client.stop().await;
    }
}

#[tokio::test]
async fn unknown_addresses_and_empty_usernames_are_rejected() {
    let network = Network::start().await;
    for fields in [json!({ "addresses": "both" }), json!({ "username": " " })] {
        let mut phone = fields;
        phone["phoneNumber"] = json!("+5511999990099");
        let (status, body) = network.post("/sandbox/phones", phone).await;
        assert_eq!(status, 400, "{body}");
    }
}
