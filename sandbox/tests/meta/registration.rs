//! Registering numbers.

use serde_json::{Value, json};

use crate::harness::{Meta, numbers};

fn body(pin: &str) -> Value {
    json!({ "messaging_product": "whatsapp", "pin": pin })
}

#[tokio::test]
async fn a_number_is_registered_with_its_pin() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let token = meta.token(&azul.account).await;
    let path = format!("/{}/register", azul.plain);
    for _ in 0..2 {
        let result = meta.post(&token, &path, body("123456")).await;
        assert_eq!(result.unwrap(), json!({ "success": true }));
    }
    let wrong = meta.post(&token, &path, body("654321")).await;
    assert_eq!(numbers(&wrong), (400, 133005, None));
    let number = &meta.overview().await["businesses"][0]["wabas"][0]["numbers"][0];
    assert_eq!(
        (&number["registrations"], &number["hosting"]),
        (&json!(2), &json!("cloudApi"))
    );
}

#[tokio::test]
async fn invalid_registrations_are_rejected() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let token = meta.token(&azul.account).await;
    let table = [
        (&azul.plain, json!({ "pin": "123456" })),
        (
            &azul.plain,
            json!({ "messaging_product": "sms", "pin": "123456" }),
        ),
        (&azul.plain, json!({ "messaging_product": "whatsapp" })),
        (&azul.plain, body("12345")),
        (&azul.plain, body("12345a")),
        (&azul.coexistence, body("123456")),
    ];
    for (number, body) in table {
        let result = meta
            .post(&token, &format!("/{number}/register"), body.clone())
            .await;
        assert_eq!(numbers(&result), (400, 100, None), "{body}");
    }
}

#[tokio::test]
async fn guesses_and_attempts_are_limited() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let new = json!({ "wabaId": account, "phoneNumber": "+4930111111", "pin": "123456", "hosting": "cloudApi" });
    let (_, added) = meta.control("numbers", new).await;
    let token = meta.token(&account).await;
    let path = format!("/{}/register", added["data"]["id"].as_str().unwrap());
    let register = async |pin: &str| match meta.post(&token, &path, body(pin)).await {
        Ok(_) => 0,
        Err(error) => error["code"].as_u64().unwrap(),
    };
    for expected in [133005, 133005, 133005, 133005, 133008] {
        assert_eq!(register("000000").await, expected);
    }
    assert_eq!(register("123456").await, 133008);
    meta.advance(3600).await;
    for expected in [0, 0, 0, 0, 133016] {
        assert_eq!(register("123456").await, expected);
    }
    meta.advance(72 * 3600).await;
    assert_eq!(register("123456").await, 0);
}

#[tokio::test]
async fn an_unverified_number_is_not_registered() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let new = json!({ "wabaId": account, "phoneNumber": "+4930111111", "verified": false });
    let (_, added) = meta.control("numbers", new).await;
    let token = meta.token(&account).await;
    let id = added["data"]["id"].as_str().unwrap();
    let result = meta
        .post(&token, &format!("/{id}/register"), body("123456"))
        .await;
    assert_eq!(numbers(&result), (400, 133006, None));
    let result = meta
        .post(&token, &format!("/{id}/deregister"), json!({}))
        .await;
    assert_eq!(numbers(&result), (400, 133010, None));
}
