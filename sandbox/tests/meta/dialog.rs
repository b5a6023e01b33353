//! The signup dialog without a browser: its pages, and the actions that they are given.

use reqwest::{Url, redirect};
use serde_json::{Value, json};

use crate::harness::{APP, Meta};

pub(crate) const CONFIG: &str = "2001";

/// The address of the dialog, as the SDK on a page of this origin makes it.
pub(crate) fn popup_url(meta: &Meta, page: &str) -> Url {
    let arbiter = format!(
        "{}/x/connect/xd_arbiter/?version=46#cb=f1&origin={page}&frame=f1",
        meta.url
    );
    url(
        meta,
        &[
            ("redirect_uri", &arbiter),
            ("fallback_redirect_uri", "https://widget.test/here"),
        ],
    )
}

pub(crate) fn url(meta: &Meta, params: &[(&str, &str)]) -> Url {
    let mut url = Url::parse(&format!("{}/v25.0/dialog/oauth", meta.url)).unwrap();
    url.query_pairs_mut()
        .extend_pairs([("client_id", APP), ("config_id", CONFIG)])
        .extend_pairs(params);
    url
}

pub(crate) async fn page(meta: &Meta, url: Url) -> String {
    meta.client()
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

/// What the page knows.
pub(crate) async fn open(meta: &Meta, url: Url) -> Value {
    let page = page(meta, url).await;
    let (_, rest) = page.split_once("id=\"data\">").expect("it is the dialog");
    let (data, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(data).unwrap()
}

pub(crate) async fn call(
    meta: &Meta,
    dialog: &Value,
    name: &str,
    body: Value,
) -> Result<Value, String> {
    let url = format!(
        "{}/dialog/{}/{name}",
        meta.url,
        dialog["id"].as_str().unwrap()
    );
    let response = meta.client().post(url).json(&body).send().await.unwrap();
    let is_success = response.status().is_success();
    let body: Value = response.json().await.unwrap();
    match is_success {
        true => Ok(body),
        false => Err(body["error"].as_str().unwrap().to_owned()),
    }
}

pub(crate) async fn code_url(meta: &Meta, dialog: &Value, has_opener: bool) -> Url {
    let body = json!({ "hasOpener": has_opener, "holdMs": 0 });
    let body = call(meta, dialog, "code", body).await.unwrap();
    Url::parse(body["url"].as_str().unwrap()).unwrap()
}

pub(crate) fn kinds(actions: &Value) -> Vec<&str> {
    let actions = actions.as_array().unwrap().iter();
    actions
        .map(|action| action["kind"].as_str().unwrap())
        .collect()
}

pub(crate) fn message(action: &Value) -> Value {
    serde_json::from_str(action["content"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn wrong_openers_get_an_error_page() {
    let meta = Meta::start().await;
    let right = || popup_url(&meta, "https://widget.test/f1");
    let with = |name: &str, value: &str| {
        let mut url = right();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        url.query_pairs_mut()
            .clear()
            .extend_pairs(pairs.into_iter().filter(|(own, _)| own != name))
            .append_pair(name, value);
        url
    };
    let table = [
        (with("client_id", "7"), "Invalid App ID"),
        (with("config_id", "7"), "Invalid parameter"),
        (with("redirect_uri", "nothing"), "Invalid parameter"),
        (with("redirect_uri", "https://shop.example/"), "URL Blocked"),
        (
            popup_url(&meta, "https://shop.example/f1"),
            "JSSDK Unknown Host domain",
        ),
        (popup_url(&meta, ""), "JSSDK Unknown Host domain"),
    ];
    for (url, title) in table {
        let page = page(&meta, url).await;
        assert!(
            page.contains(&format!("<h1>{title}</h1>")),
            "{title}: {page}"
        );
    }
    assert_eq!(open(&meta, right()).await["isPopup"], true);
}

#[tokio::test]
async fn a_person_finishes_with_a_number() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
    assert_eq!(dialog["actions"], Value::Null);
    let table = [
        (json!(azul.plain), "FINISH"),
        (
            json!(azul.coexistence),
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
        ),
        (Value::Null, "FINISH_ONLY_WABA"),
    ];
    for (number, event) in table {
        let body = json!({ "accountId": azul.account, "numberId": number });
        let actions = call(&meta, &dialog, "finish", body).await.unwrap()["actions"].clone();
        assert_eq!(kinds(&actions), ["message", "code"]);
        let message = message(&actions[0]);
        assert_eq!(
            (&message["type"], &message["event"]),
            (&json!("WA_EMBEDDED_SIGNUP"), &json!(event))
        );
        assert_eq!(message["data"]["waba_id"], json!(azul.account));
        let number = if event == "FINISH" {
            number
        } else {
            Value::Null
        };
        assert_eq!(message["data"]["phone_number_id"], number);
    }
}

#[tokio::test]
async fn a_number_of_another_business_cannot_be_chosen() {
    let meta = Meta::start().await;
    let number = meta.azul().await.plain;
    let overview = meta.overview().await;
    let other = &overview["businesses"][1]["wabas"][0]["id"];
    let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
    for (account, number) in [(other, &number), (&json!("7"), &number)] {
        let body = json!({ "accountId": account, "numberId": number });
        assert!(
            call(&meta, &dialog, "finish", body).await.is_err(),
            "{account}"
        );
    }
}

#[tokio::test]
async fn a_number_is_added_and_verified() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
    let number =
        |digits: &str| json!({ "accountId": account, "phoneNumber": digits, "name": "Loja" });
    for invalid in ["12", "+0111111111", "+55 11 93000-0002"] {
        assert!(
            call(&meta, &dialog, "numbers", number(invalid))
                .await
                .is_err(),
            "{invalid}"
        );
    }
    let elsewhere = json!({ "accountId": "7", "phoneNumber": "+55 11 94444-4444", "name": "Loja" });
    assert!(call(&meta, &dialog, "numbers", elsewhere).await.is_err());
    let added = call(&meta, &dialog, "numbers", number("+55 11 94444-4444"))
        .await
        .unwrap();
    let id = &added["number"]["id"];
    let wrong = json!({ "numberId": id, "code": "000000" });
    assert!(call(&meta, &dialog, "verify", wrong).await.is_err());
    let last =
        |overview: &Value| overview["businesses"][0]["wabas"][0]["numbers"][2]["verified"].clone();
    assert_eq!(last(&meta.overview().await), false);
    let right = json!({ "numberId": id, "code": added["code"] });
    call(&meta, &dialog, "verify", right).await.unwrap();
    assert_eq!(last(&meta.overview().await), true);
}

#[tokio::test]
async fn leaving_and_reporting_are_told_apart_by_their_data() {
    let meta = Meta::start().await;
    let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
    let cancelled = call(&meta, &dialog, "cancel", json!({ "step": "PERMISSIONS" }))
        .await
        .unwrap();
    assert_eq!(kinds(&cancelled["actions"]), ["message", "close"]);
    let cancelled = message(&cancelled["actions"][0]);
    assert_eq!(cancelled["event"], "CANCEL");
    assert_eq!(cancelled["data"], json!({ "current_step": "PERMISSIONS" }));
    let reported = call(&meta, &dialog, "report", json!({ "text": "It hangs" }))
        .await
        .unwrap();
    let reported = message(&reported["actions"][0]);
    assert_eq!(
        (&reported["event"], &reported["data"]["error_message"]),
        (&json!("CANCEL"), &json!("It hangs"))
    );
}

#[tokio::test]
async fn a_dialog_can_be_moved_to_another_origin() {
    let meta = Meta::start().await;
    meta.control(
        "dialogs",
        json!({ "messageOrigin": "https://evilfacebook.com" }),
    )
    .await;
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none());
    let client = client.build().unwrap();
    let response = client
        .get(popup_url(&meta, "https://widget.test/f1"))
        .send()
        .await
        .unwrap();
    let target = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(target.host_str(), Some("evilfacebook.com"));
    let there = Url::parse(&format!("{}{}", meta.url, target.path())).unwrap();
    assert_eq!(open(&meta, there).await["isPopup"], true);
}
