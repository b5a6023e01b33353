//! Dialogs that do by themselves what a scenario says.

use serde_json::{Value, json};

use crate::dialog::{call, code_url, kinds, message, open, page, popup_url};
use crate::harness::{Meta, numbers};

const PAGE: &str = "https://widget.test/f1";

/// The actions of a dialog with this scenario.
async fn actions(meta: &Meta, scenario: Value) -> Value {
    let (status, body) = meta.control("dialogs", scenario).await;
    assert_eq!(status.as_u16(), 200, "{body}");
    open(meta, popup_url(meta, PAGE)).await["actions"].clone()
}

#[tokio::test]
async fn the_order_can_be_chosen() {
    let meta = Meta::start().await;
    let table: [(Value, &[&str]); 6] = [
        (json!({ "order": "messageFirst" }), &["message", "code"]),
        (json!({ "order": "codeFirst" }), &["code", "message"]),
        (json!({ "order": "messageOnly" }), &["message", "close"]),
        (json!({ "order": "codeOnly" }), &["code"]),
        (json!({ "order": "neither" }), &["close"]),
        (
            json!({ "messageTimes": 2 }),
            &["message", "message", "code"],
        ),
    ];
    for (mut scenario, expected) in table {
        scenario["auto"] = json!({});
        assert_eq!(kinds(&actions(&meta, scenario).await), expected);
    }
}

#[tokio::test]
async fn a_business_and_a_number_can_be_named() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let table = [
        (
            json!({ "number": "+5511930000002" }),
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            None,
        ),
        (json!({ "number": azul.plain }), "FINISH", Some(&azul.plain)),
        (
            json!({ "business": "Padaria Azul" }),
            "FINISH",
            Some(&azul.plain),
        ),
        (
            json!({ "business": "Livraria Norte" }),
            "FINISH_ONLY_WABA",
            None,
        ),
        (
            json!({ "finish": "FINISH_ONLY_WABA" }),
            "FINISH_ONLY_WABA",
            None,
        ),
        (
            json!({ "finish": "FINISH_TOMORROW" }),
            "FINISH_TOMORROW",
            Some(&azul.plain),
        ),
    ];
    for (auto, event, number) in table {
        let actions = actions(&meta, json!({ "auto": auto })).await;
        let message = message(&actions[0]);
        assert_eq!(message["event"], event);
        assert_eq!(
            message["data"]["phone_number_id"].as_str(),
            number.map(String::as_str),
            "{auto}"
        );
    }
}

#[tokio::test]
async fn a_dialog_can_end_without_a_code() {
    let meta = Meta::start().await;
    let cancel = actions(
        &meta,
        json!({ "auto": { "finish": "CANCEL", "step": "PERMISSIONS" } }),
    )
    .await;
    assert_eq!(kinds(&cancel), ["message", "close"]);
    assert_eq!(message(&cancel[0])["data"]["current_step"], "PERMISSIONS");
    let error = actions(&meta, json!({ "auto": { "finish": "ERROR" } })).await;
    let error = message(&error[0]);
    assert_eq!(error["event"], "ERROR");
    assert!(error["data"]["error_code"].is_u64() && error["data"]["timestamp"].is_u64());
    let closed = actions(&meta, json!({ "auto": {}, "closeAt": "PERMISSIONS" })).await;
    assert_eq!(kinds(&closed), ["close"]);
}

#[tokio::test]
async fn a_message_can_have_any_shape() {
    let meta = Meta::start().await;
    let content = async |mut scenario: Value| {
        scenario["auto"] = json!({});
        actions(&meta, scenario).await[0]["content"].clone()
    };
    assert_eq!(
        content(json!({ "message": "no JSON {" })).await,
        "no JSON {"
    );
    assert_eq!(content(json!({ "message": [1, 2] })).await, "[1,2]");
    assert_eq!(
        content(json!({ "message": { "a": 1 }, "asObject": true })).await,
        json!({ "a": 1 })
    );
    let data = json!({ "waba_id": 7, "business_id": null });
    let text = content(json!({ "data": data })).await;
    let message: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    assert_eq!(
        (
            &message["data"]["waba_id"],
            message["data"].get("business_id")
        ),
        (&json!(7), None)
    );
}

#[tokio::test]
async fn the_token_can_cover_other_wabas_than_the_message_says() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let overview = meta.overview().await;
    let other = overview["businesses"][1]["wabas"][0]["id"]
        .as_str()
        .unwrap();
    let scenario = json!({ "auto": {}, "grant": [other] });
    meta.control("dialogs", scenario).await;
    let dialog = open(&meta, popup_url(&meta, PAGE)).await;
    assert_eq!(
        message(&dialog["actions"][0])["data"]["waba_id"],
        json!(azul.account)
    );
    let url = code_url(&meta, &dialog, true).await;
    let (_, code) = url.fragment().unwrap().split_once("&code=").unwrap();
    let token = meta
        .exchange(code.split('&').next().unwrap())
        .await
        .unwrap();
    let token = token["access_token"].as_str().unwrap();
    let claimed = meta.get(token, &format!("/{}", azul.account)).await;
    assert_eq!(numbers(&claimed), (400, 100, Some(33)));
    assert!(meta.get(token, &format!("/{other}")).await.is_ok());
}

#[tokio::test]
async fn a_page_can_be_an_error_or_cut_off_from_its_opener() {
    let meta = Meta::start().await;
    meta.control("dialogs", json!({ "error": "<b>Not now</b>" }))
        .await;
    let error = page(&meta, popup_url(&meta, PAGE)).await;
    assert!(error.contains("&lt;b>Not now"), "{error}");
    meta.control("dialogs", json!({ "coop": "same-origin" }))
        .await;
    for expected in [Some("same-origin"), None] {
        let response = meta
            .client()
            .get(popup_url(&meta, PAGE))
            .send()
            .await
            .unwrap();
        let policy = response.headers().get("cross-origin-opener-policy");
        assert_eq!(policy.map(|policy| policy.to_str().unwrap()), expected);
    }
}

#[tokio::test]
async fn scenarios_end() {
    let meta = Meta::start().await;
    meta.control("dialogs", json!({ "auto": {}, "times": 5 }))
        .await;
    let path = "/sandbox/meta/dialogs";
    meta.call(axum::http::Method::DELETE, path, String::new())
        .await;
    let dialog = open(&meta, popup_url(&meta, PAGE)).await;
    assert_eq!(dialog["actions"], Value::Null);
    let missing = call(
        &meta,
        &json!({ "id": "none" }),
        "cancel",
        json!({ "step": "x" }),
    )
    .await;
    assert!(missing.is_err());
    for invalid in [
        json!({ "grant": ["7"] }),
        json!({ "times": 0 }),
        json!({ "order": "random" }),
    ] {
        let (status, _) = meta.control("dialogs", invalid.clone()).await;
        assert!(status.is_client_error(), "{invalid}");
    }
}
