//! Which pages may frame a link, and an operator who requires each link to name them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestService};

const HOST: &str = "https://app.example.com";

async fn with_required_origins() -> TestService {
    TestService::start_with(|config| config.require_allowed_origins = true).await
}

async fn create(service: &TestService, body: Value) -> Answer {
    let path = "/api/widget/sessions";
    service.tenant().post(path, body).await
}

async fn token(service: &TestService, body: Value) -> String {
    let created = create(service, body).await.data(201);
    created["widgetToken"].as_str().unwrap().to_owned()
}

/// The page, requested by a browser for a frame of the page `referrer`.
async fn framed(service: &TestService, token: &str, referrer: Option<&str>) -> Answer {
    let mut headers = vec![("sec-fetch-dest", "iframe")];
    headers.extend(referrer.map(|page| ("referer", page)));
    service.fetch_link(Method::GET, token, &headers).await
}

fn shows_a_code(page: &Answer) -> bool {
    page.text().contains("crispEdges")
}

fn ancestors(page: &Answer) -> String {
    let policy = page.header("content-security-policy");
    let (_, ancestors) = policy.split_once("frame-ancestors ").unwrap();
    ancestors.to_owned()
}

#[tokio::test]
async fn a_link_that_names_no_page_is_rejected() {
    let service = with_required_origins().await;
    for body in [json!({}), json!({"mode": "qr", "sessionName": "support"})] {
        let rejected = create(&service, body).await;
        let text = rejected.text();
        assert!(text.contains("`allowedOrigins`"), "what to do: {text}");
        rejected.refused(400, "origins_required");
    }
    let path = "/api/sessions/support";
    let none = service.tenant().get(path).await;
    none.refused(404, "session_not_found");
}

#[tokio::test]
async fn a_link_has_origins_of_its_own_of_its_callback_or_of_its_tenant() {
    let service = with_required_origins().await;
    let callback = format!("{HOST}/done");
    for body in [
        json!({"allowedOrigins": [HOST]}),
        json!({"callbackUrl": callback}),
    ] {
        let token = token(&service, body).await;
        assert_eq!(ancestors(&service.open(&token).await), HOST);
    }
    let defaults = json!({"allowedOrigins": [HOST]});
    let tenant = service.tenant();
    tenant.patch("/api/account", defaults).await.data(200);
    let token = token(&service, json!({})).await;
    assert_eq!(ancestors(&service.open(&token).await), HOST);
}

/// It is valid for fifteen minutes more.
#[tokio::test]
async fn no_page_can_frame_a_link_from_before_origins_were_required() {
    let service = TestService::start().await;
    let token = token(&service, json!({})).await;
    assert_eq!(ancestors(&framed(&service, &token, Some(HOST)).await), "*");
    let service = service
        .restart_with(|config| config.require_allowed_origins = true)
        .await;

    let page = framed(&service, &token, Some(HOST)).await;
    assert_eq!(
        (page.status.as_u16(), ancestors(&page)),
        (200, "'none'".to_owned())
    );
    let page = service.open(&token).await;
    assert_eq!(ancestors(&page), "'none'");
    assert!(shows_a_code(&page), "it can be opened in a window");
}

/// A browser that blocks the frame has requested the page before it knows.
#[tokio::test]
async fn a_page_that_is_not_allowed_starts_nothing() {
    let service = TestService::start().await;
    let body = json!({"allowedOrigins": [HOST]});
    for (referrer, starts) in [
        (Some("https://stranger.example/"), false),
        (Some("https://app.example.com.stranger.example/"), false),
        (Some("http://app.example.com/"), false),
        (None, false),
        (Some("https://app.example.com/settings"), true),
    ] {
        let token = token(&service, body.clone()).await;
        let page = framed(&service, &token, referrer).await;
        let started = format!(r#""started":{starts}"#);
        assert!(page.text().contains(&started), "{referrer:?}");
        assert_eq!(shows_a_code(&page), starts, "{referrer:?}");
        let count = usize::from(starts);
        assert_eq!(service.app.sessions.drivers.count(), count, "{referrer:?}");
    }
}
