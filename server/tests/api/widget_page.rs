//! The connect page, its headers, its error pages and its live stream.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use titan_connect::domain::session::{Reason, Status};

use crate::support::{ANA, TestService, finish};

#[tokio::test]
async fn the_first_html_contains_the_code_and_security_headers() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"mode": "qr", "allowedOrigins": ["https://app.example.com", "http://localhost:3000"], "state": "</script><b>"});
    let widget = tenant.create_widget_session(body).await;
    let token = widget["widgetToken"].as_str().unwrap();
    let page = service.open(token).await;
    assert_eq!(page.status, 200);
    let html = page.text();
    assert!(
        html.contains("shape-rendering=\"crispEdges\""),
        "the code is drawn in the first HTML"
    );
    assert!(
        html.contains("Acme &#60;Helpdesk&#62;") || html.contains("Acme &lt;Helpdesk&gt;"),
        "the tenant's name is escaped"
    );
    assert!(
        !html.contains("</script><b>"),
        "a tenant's text cannot end our script"
    );
    assert!(
        !html.contains(token),
        "the token is not written into the page"
    );
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("'wasm-unsafe-eval'"),
        "{policy}"
    );
    assert!(
        policy.ends_with("frame-ancestors https://app.example.com http://localhost:3000"),
        "{policy}"
    );
    let other = service.open(token).await;
    assert_ne!(
        policy,
        other.header("content-security-policy"),
        "a nonce is used once"
    );

    let shell = tenant
        .get(&format!(
            "/widget/connect/{}",
            widget["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(shell.status, 200);
    assert!(
        !shell.text().contains("crispEdges") && !shell.text().contains("Acme"),
        "a reload's page says nothing by itself"
    );
}

#[tokio::test]
async fn rejected_links_show_an_explanation() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let token = widget["widgetToken"].as_str().unwrap().to_owned();
    let tampered = token.replacen("eyJ3", "eyJ4", 1);
    assert_ne!(tampered, token);
    for (link, heading) in [
        ("/widget/connect".to_owned(), "Missing widget token"),
        ("/widget/connect?token=".to_owned(), "Missing widget token"),
        (
            "/widget/connect/ws_nobody".to_owned(),
            "Missing widget token",
        ),
        (
            "/widget/connect?token=nonsense".to_owned(),
            "Invalid widget token",
        ),
        (
            format!("/widget/connect?token={tampered}"),
            "Invalid widget token",
        ),
    ] {
        let page = tenant.get(&link).await;
        assert_eq!(page.status, 403, "{link}");
        assert!(
            page.text().contains(&format!("<h1>{heading}</h1>")),
            "{link}"
        );
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
    service.clock.advance(Duration::from_secs(15 * 60));
    let page = service.open(&token).await;
    assert_eq!(page.status, 403);
    assert!(page.text().contains("Invalid widget token"));
    assert_eq!(
        service.app.sessions.drivers.count(),
        0,
        "no link started anything"
    );
}

#[tokio::test]
async fn an_undecodable_path_gets_the_same_page_as_an_invalid_link() {
    let service = TestService::start().await;
    let widget = service.tenant().create_widget_session(json!({})).await;
    let token = widget["widgetToken"].as_str().unwrap();
    for (address, heading) in [
        (
            format!("?token={token}&token={token}"),
            "Invalid widget token",
        ),
        (format!("?token={token}&token="), "Invalid widget token"),
        ("?token=%ff%fe".to_owned(), "Invalid widget token"),
        ("?token=%".to_owned(), "Invalid widget token"),
        ("?%ff=%ff&&=&".to_owned(), "Missing widget token"),
        ("?Token=a".to_owned(), "Missing widget token"),
        ("/%ff".to_owned(), "Missing widget token"),
    ] {
        let url = format!("{}/widget/connect{address}", service.url);
        let page = service.page(&url).await;
        assert_eq!(page.status, 403, "{address}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-store", "{address}");
        assert!(
            page.text().contains(&format!("<h1>{heading}</h1>")),
            "{address}"
        );
    }
    assert_eq!(
        service.app.sessions.drivers.count(),
        0,
        "no address started anything"
    );
}

#[tokio::test]
async fn the_first_html_names_the_page_that_embeds_it_and_no_other() {
    let service = TestService::start().await;
    let origins = json!(["https://first.example", "https://app.example:8443"]);
    let framed = ("sec-fetch-dest", "iframe");
    let embedder = ("referer", "https://app.example:8443/settings?x=1");
    for (headers, named) in [
        (vec![framed, embedder], Some("app.example:8443")),
        (
            vec![
                ("sec-fetch-dest", "frame"),
                ("referer", "https://first.example/"),
            ],
            Some("first.example"),
        ),
        (vec![framed], None),
        (vec![framed, ("referer", "https://stranger.example/")], None),
        (vec![framed, ("referer", "nonsense")], None),
        (vec![("sec-fetch-dest", "document"), embedder], None),
        (vec![embedder], None),
    ] {
        let widget = service
            .tenant()
            .create_widget_session(json!({"allowedOrigins": origins}))
            .await;
        let token = widget["widgetToken"].as_str().unwrap();
        let page = service.fetch_link(Method::GET, token, &headers).await;
        let html = page.text();
        let asks = match named {
            Some(origin) => format!("</b> on <b>{origin}</b>."),
            None => "</b>. They can then".to_owned(),
        };
        assert!(html.contains(&asks), "{headers:?}: {html}");
    }
}

#[tokio::test]
async fn the_stream_begins_with_the_full_state_and_follows_the_scan() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant
        .create_widget_session(
            json!({"mode": "qr", "callbackUrl": "https://app.example.com/done", "state": "s1"}),
        )
        .await;
    let (name, token) = (
        widget["session"].as_str().unwrap(),
        widget["widgetToken"].as_str().unwrap(),
    );
    assert_eq!(service.open(token).await.status, 200);
    let mut live = service.live(token).await;
    let (event, boot) = live.next().await.unwrap();
    assert_eq!(
        (event.as_str(), &boot["session"], &boot["state"]),
        ("boot", &json!(name), &json!("s1"))
    );
    assert_eq!(boot["origins"], json!(["https://app.example.com"]));
    assert_eq!(boot["view"]["step"], "qr");

    service.scan(ANA, &tenant.qr(name).await).await.data(200);
    let view = live.until("connected").await;
    assert_eq!(
        (&view["phoneNumber"], &view["method"]),
        (&json!(ANA), &json!("qr"))
    );
    let callback = view["callback"].as_str().unwrap();
    assert!(
        callback.starts_with("https://app.example.com/done?method=qr&session=widget-"),
        "{callback}"
    );

    // After success the link shows the result until it expires and starts nothing.
    let mut again = service.live(token).await;
    assert_eq!(again.next().await.unwrap().1["view"]["step"], "connected");
    service.unlink(ANA).await.data(200);
    service
        .settled(name, Status::Disconnected(Reason::LoggedOut))
        .await;
    assert_eq!(post(&service, "renew", token).await.0, 403);
}

#[tokio::test]
async fn the_stream_needs_the_token_and_only_the_token() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .get("/widget/live")
        .await
        .refused(403, "invalid_widget_token");
    for path in ["renew", "cancel"] {
        assert_eq!(post(&service, path, "nonsense").await.0, 403);
    }
    let widget = tenant.create_widget_session(json!({})).await;
    let token = widget["widgetToken"].as_str().unwrap();
    crate::support::Tenant::new(&service.url, token)
        .get("/api/sessions")
        .await
        .refused(401, "invalid_api_key");
}

#[tokio::test]
async fn cancelling_stops_a_session_that_was_not_scanned() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant
        .create_widget_session(json!({"mode": "qr", "callbackUrl": "https://app.example.com/done"}))
        .await;
    let (name, token) = (
        widget["session"].as_str().unwrap(),
        widget["widgetToken"].as_str().unwrap(),
    );
    assert_eq!(service.open(token).await.status, 200);
    let (status, body) = post(&service, "cancel", token).await;
    assert_eq!(status, 200);
    let callback = body["data"]["callback"].as_str().unwrap();
    assert!(
        callback.contains("status=cancelled") && callback.contains("&sig="),
        "{callback}"
    );
    service
        .settled(name, Status::Disconnected(Reason::ManualStop))
        .await;
    let mut live = service.live(token).await;
    assert_eq!(live.next().await.unwrap().1["view"]["step"], "cancelled");
}

async fn post(service: &TestService, what: &str, token: &str) -> (u16, serde_json::Value) {
    let request = reqwest::Client::new()
        .post(format!("{}/widget/{what}", service.url))
        .bearer_auth(token);
    let response = request.send().await.unwrap();
    (
        response.status().as_u16(),
        response.json().await.unwrap_or_default(),
    )
}

/// Host pages name it, so its address stays, and browsers ask again after an hour.
#[tokio::test]
async fn the_loader_is_for_every_origin_and_not_sent_twice() {
    let service = TestService::start().await;
    for (name, kind) in [
        ("loader.js", "text/javascript; charset=utf-8"),
        ("loader.mjs", "text/javascript; charset=utf-8"),
        ("loader.d.ts", "text/plain; charset=utf-8"),
    ] {
        let url = format!("{}/widget/{name}", service.url);
        let answer = finish(service.http.get(&url)).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "cross-origin"
        );
        assert_eq!(answer.header("cache-control"), "public, max-age=3600");
        let known = answer.header("etag").to_owned();
        let again = service.http.get(&url).header("if-none-match", known);
        let again = finish(again).await;
        assert_eq!(
            (again.status.as_u16(), again.bytes.len()),
            (304, 0),
            "{name}"
        );
    }
}

/// The link as a QR code, with which the person goes on on the phone.
#[tokio::test]
async fn a_link_is_drawn_for_whoever_has_it() {
    let service = TestService::start().await;
    let widget = service.tenant().create_widget_session(json!({})).await;
    let token = widget["widgetToken"].as_str().unwrap();
    let url = format!("{}/widget/move", service.url);
    let bearer = format!("Bearer {token}");
    let drawn = service
        .fetch(Method::GET, &url, &[("authorization", &bearer)])
        .await;
    assert_eq!(drawn.status, 200);
    assert_eq!(drawn.header("content-type"), "image/svg+xml");
    assert_eq!(drawn.header("cache-control"), "no-store");
    assert!(drawn.text().starts_with("<svg"));
    for header in [&[][..], &[("authorization", "Bearer nonsense")]] {
        let refused = service.fetch(Method::GET, &url, header).await;
        refused.refused(403, "invalid_widget_token");
    }
    assert_eq!(service.app.sessions.drivers.count(), 0, "nothing started");
}
