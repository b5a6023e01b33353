//! A phone that is off, and phones whose devices are removed all at once.

use axum::http::StatusCode;
use serde_json::json;

use crate::harness::{ANA, BIA, Client, Network, linked_to_ana};

#[tokio::test]
async fn a_phone_that_is_off_sends_nothing_until_it_is_on() {
    let network = Network::start().await;
    let (client, _) = linked_to_ana(&network).await;
    let path = format!("/sandbox/phones/{ANA}/send");
    let message = json!({ "to": BIA, "text": "oi" });
    for (switch, status) in [
        ("phoneOff", StatusCode::CONFLICT),
        ("phoneOn", StatusCode::OK),
    ] {
        network
            .set_faults(json!({ switch: { "phoneNumber": ANA } }))
            .await;
        let (answered, body) = network.post(&path, message.clone()).await;
        assert_eq!(answered, status, "{body}");
    }
    client.stop().await;
}

#[tokio::test]
async fn the_devices_of_many_phones_are_removed_at_once() {
    let network = Network::start().await;
    let (ana, _) = linked_to_ana(&network).await;
    let bia = Client::new(&network).await;
    let code = bia.code().await;
    network.scan(BIA, &code).await.unwrap();
    bia.connected().await;
    let one = json!({ "unlinkPhones": { "phoneNumbers": [ANA] } });
    network.set_faults(one).await;
    ana.logged_out().await;
    assert_eq!(network.devices(BIA).await.len(), 1);
    network.set_faults(json!({ "unlinkPhones": true })).await;
    bia.logged_out().await;
    assert_eq!(network.devices(BIA).await.len(), 0);
    ana.stop().await;
    bia.stop().await;
}
