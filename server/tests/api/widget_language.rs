//! Which language and theme the pages of a link have.

use reqwest::Method;
use serde_json::json;

use crate::support::TestService;

const NAVIGATION: (&str, &str) = ("sec-fetch-dest", "document");

/// The page at a link, as a browser with these languages opens it.
async fn page_of(service: &TestService, url: &str, accepted: &str) -> String {
    let headers = [NAVIGATION, ("accept-language", accepted)];
    service.fetch(Method::GET, url, &headers).await.text()
}

async fn link(service: &TestService, request: serde_json::Value) -> String {
    let widget = service.tenant().create_widget_session(request).await;
    widget["widgetUrl"].as_str().unwrap().to_owned()
}

fn has_language(html: &str, tag: &str) -> bool {
    html.contains(&format!("<html lang=\"{tag}\" "))
}

#[tokio::test]
async fn the_address_decides_then_the_link_the_browser_and_the_tenant() {
    let service = TestService::start().await;
    let default = json!({"branding": {"locale": "it"}});
    service
        .tenant()
        .patch("/api/account", default)
        .await
        .data(200);
    for (request, query, accepted, tag) in [
        (json!({"locale": "de"}), "&locale=ja", "fr", "ja"),
        (json!({"locale": "de"}), "&locale=nonsense_", "fr", "de"),
        (json!({"locale": "de"}), "", "fr", "de"),
        (json!({}), "", "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        (json!({}), "", "sv-SE", "it"),
        (json!({}), "", "", "it"),
    ] {
        let url = format!("{}{query}", link(&service, request.clone()).await);
        let html = page_of(&service, &url, accepted).await;
        assert!(
            has_language(&html, tag),
            "{request} {query} {accepted}: {html}"
        );
    }
}

#[tokio::test]
async fn a_page_loads_the_words_of_its_language_alone() {
    let service = TestService::start().await;
    let html = page_of(&service, &link(&service, json!({})).await, "pt-PT").await;
    let (_, rest) = html.split_once("fetch(\"").expect("the words are loaded");
    let (address, _) = rest.split_once('"').unwrap();
    assert!(address.ends_with("/words.pt-BR.json"), "{address}");

    let url = format!("{}{address}", service.url);
    let words = service.fetch(Method::GET, &url, &[]).await;
    assert_eq!(words.header("content-type"), "application/json");
    assert_eq!(
        words.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let lists: Vec<Vec<String>> = serde_json::from_str(&words.text()).unwrap();
    assert_eq!(lists[0][0], "pt-BR");
    assert!(!words.text().contains("Link WhatsApp to"));
    let changed = url.replace("/words.", "/words.x.");
    assert_eq!(service.fetch(Method::GET, &changed, &[]).await.status, 404);
}

#[tokio::test]
async fn languages_from_right_to_left_say_so() {
    let service = TestService::start().await;
    let link = link(&service, json!({})).await;
    let html = page_of(&service, &link, "ar").await;
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\" "), "{html}");
    let html = page_of(&service, &link, "he-IL").await;
    assert!(html.contains("<html lang=\"he\" dir=\"rtl\" "), "{html}");
}

#[tokio::test]
async fn the_theme_and_language_of_the_address_stay_over_a_reload() {
    let service = TestService::start().await;
    let widget = service
        .tenant()
        .create_widget_session(json!({"theme": "light", "locale": "de"}))
        .await;
    let (url, id) = (
        widget["widgetUrl"].as_str().unwrap(),
        widget["id"].as_str().unwrap(),
    );
    let html = page_of(&service, &format!("{url}&theme=dark&locale=es"), "fr").await;
    assert!(has_language(&html, "es") && html.contains("data-theme=\"dark\""));
    let kept = format!("/widget/connect/{id}?locale=es&theme=dark");
    assert!(
        html.contains(&format!("history.replaceState(null,\"\",\"{kept}\")")),
        "{html}"
    );
    let again = page_of(&service, &format!("{}{kept}", service.url), "fr").await;
    assert!(has_language(&again, "es") && again.contains("data-theme=\"dark\""));
    let plain = page_of(
        &service,
        &format!("{}/widget/connect/{id}", service.url),
        "fr",
    )
    .await;
    assert!(has_language(&plain, "de") && plain.contains("data-theme=\"light\""));
}

#[tokio::test]
async fn a_rejected_link_is_explained_in_the_browsers_language() {
    let service = TestService::start().await;
    let url = format!("{}/widget/connect?token=nonsense", service.url);
    let html = page_of(&service, &url, "de-DE,de;q=0.9").await;
    assert!(has_language(&html, "de"), "{html}");
    assert!(!html.contains("Invalid widget token"), "{html}");
    let english = page_of(&service, &url, "").await;
    assert!(english.contains("<h1>Invalid widget token</h1>"));
}

#[tokio::test]
async fn a_tenant_says_some_sentences_in_its_own_words() {
    let service = TestService::start().await;
    let texts = json!({"en": {"title": "Connect </script> with {tenant}", "allows": "{tenant} reads your messages."}});
    let branding = json!({"branding": {"name": "Acme", "texts": texts}});
    service
        .tenant()
        .patch("/api/account", branding)
        .await
        .data(200);
    let link = link(&service, json!({})).await;
    let html = page_of(&service, &link, "en").await;
    assert!(
        html.contains("<h1>Connect &#60;/script&#62; with Acme</h1>"),
        "{html}"
    );
    assert!(html.contains("Acme reads your messages."), "{html}");
    let (_, rest) = html.split_once("id=\"own-texts\">").unwrap();
    let (own, _) = rest.split_once("</script>").unwrap();
    let own: serde_json::Value = serde_json::from_str(own).unwrap();
    let title = protocol::words::TEXTS
        .iter()
        .position(|text| *text == "title");
    assert_eq!(
        own[title.unwrap().to_string()],
        "Connect </script> with {tenant}"
    );
    assert_eq!(own.as_object().unwrap().len(), 2);
    // Other languages keep ours.
    let german = page_of(&service, &link, "de").await;
    assert!(german.contains("id=\"own-texts\">{}</script>"), "{german}");
}

/// A page that may be framed by anyone says who frames it.
#[tokio::test]
async fn a_link_without_origins_names_the_page_around_it() {
    let service = TestService::start().await;
    let link = link(&service, json!({})).await;
    let headers = [
        ("sec-fetch-dest", "iframe"),
        ("referer", "https://stranger.example/page"),
    ];
    let html = service.fetch(Method::GET, &link, &headers).await.text();
    assert!(
        html.contains("This page is shown inside <b>stranger.example</b>."),
        "{html}"
    );
    let named = json!({"allowedOrigins": ["https://app.example"]});
    let widget = service.tenant().create_widget_session(named).await;
    let url = widget["widgetUrl"].as_str().unwrap();
    let html = service.fetch(Method::GET, url, &headers).await.text();
    assert!(!html.contains("stranger.example"), "{html}");
}
