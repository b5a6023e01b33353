//! Reading WABAs and numbers.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::{APP, Meta, numbers};

#[tokio::test]
async fn a_new_sandbox_has_two_businesses() {
    let meta = Meta::start().await;
    let overview = meta.overview().await;
    let names: Vec<_> = overview["businesses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|business| {
            (
                &business["name"],
                business["wabas"][0]["numbers"].as_array().unwrap().len(),
            )
        })
        .collect();
    let expected = [(&json!("Padaria Azul"), 2), (&json!("Livraria Norte"), 0)];
    assert_eq!(names, expected);
    assert_eq!(overview["apps"][0]["appId"], APP);
    assert!(!overview.to_string().contains("app-secret"));
}

#[tokio::test]
async fn fields_can_be_chosen() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let token = meta.token(&azul.account).await;
    let read = async |path: String| meta.get(&token, &path).await;
    let account = read(format!("/{}?fields=owner_business_info", azul.account)).await;
    let expected = json!({
        "owner_business_info": { "name": "Padaria Azul", "id": azul.business },
        "id": azul.account,
    });
    assert_eq!(account.unwrap(), expected);
    let path = format!(
        "/{}?fields=display_phone_number,is_on_biz_app,platform_type,status",
        azul.coexistence
    );
    let expected = json!({
        "display_phone_number": "+55 11 93000-0002",
        "is_on_biz_app": true,
        "platform_type": "CLOUD_API",
        "status": "CONNECTED",
        "id": azul.coexistence,
    });
    assert_eq!(read(path).await.unwrap(), expected);
    let unknown = read(format!("/{}?fields=id,color", azul.plain)).await;
    assert_eq!(numbers(&unknown), (400, 100, None));
}

#[tokio::test]
async fn numbers_come_in_pages() {
    let meta = Meta::start().await;
    for count in [0, 1, 2, 30] {
        let list: Vec<Value> = (0..count)
            .map(|index| json!({ "phoneNumber": format!("+55119500{index:05}") }))
            .collect();
        let body = json!({ "name": "Loja Sul", "numbers": list });
        let (_, added) = meta.control("businesses", body).await;
        let account = added["data"]["wabas"][0]["id"].as_str().unwrap();
        let token = meta.token(account).await;
        let found = read_all(&meta, &token, account).await;
        let expected: Vec<String> = (0..count)
            .map(|index| format!("+55 11 9500{}", "") + &dashed(index))
            .collect();
        assert_eq!(found, expected);
    }
}

/// The last five digits of a number, as they are displayed.
fn dashed(index: usize) -> String {
    let digits = format!("{index:05}");
    format!("{}-{}", &digits[..1], &digits[1..])
}

/// All numbers, page by page, by following the addresses.
async fn read_all(meta: &Meta, token: &str, account: &str) -> Vec<String> {
    let path = format!(
        "{}/v25.0/{account}/phone_numbers?limit=10&access_token={token}",
        meta.url
    );
    let (mut next, mut found) = (Some(path), Vec::new());
    while let Some(url) = next {
        let page: Value = meta
            .client()
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let data = page["data"].as_array().unwrap();
        assert!(data.len() <= 10);
        let names = data
            .iter()
            .map(|number| number["display_phone_number"].as_str().unwrap());
        found.extend(names.map(str::to_owned));
        next = page["paging"]["next"].as_str().map(str::to_owned);
    }
    found
}

#[tokio::test]
async fn an_invalid_page_is_rejected() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let token = meta.token(&account).await;
    for query in ["limit=0", "limit=x", "after=%%%", "after=eA=="] {
        let path = format!("/{account}/phone_numbers?{query}");
        assert_eq!(
            numbers(&meta.get(&token, &path).await),
            (400, 100, None),
            "{query}"
        );
    }
}

#[tokio::test]
async fn unknown_paths_are_rejected_and_recorded() {
    let meta = Meta::start().await;
    let result = meta.graph(Method::GET, "/1/2/3", &[], None).await;
    assert_eq!(numbers(&result), (400, 2500, None));
    let requests = meta.requests().await;
    assert_eq!(requests["counts"]["unknown"], 1);
    assert_eq!(requests["requests"][0]["path"], "/v25.0/1/2/3");
}
