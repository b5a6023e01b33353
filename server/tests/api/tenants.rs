//! The operator's management of tenants, and a tenant's own settings.

use std::time::Duration;

use serde_json::json;

use crate::support::{Tenant, TestService};

#[tokio::test]
async fn only_the_master_key_gives_access_to_admin() {
    let service = TestService::start().await;
    for path in ["/admin/keys", "/admin/tenants", "/admin/tenants/default"] {
        service
            .tenant()
            .get(path)
            .await
            .refused(401, "invalid_master_key");
        service.operator().get(path).await.data(200);
    }
    service
        .operator()
        .get("/api/sessions")
        .await
        .refused(401, "invalid_api_key");
    let nobody = reqwest::get(format!("{}/admin/keys", service.url))
        .await
        .unwrap();
    assert_eq!(nobody.status(), 401);
    assert!(nobody.text().await.unwrap().contains("missing_master_key"));
}

#[tokio::test]
async fn a_tenant_starts_with_a_secret_and_a_key_of_its_own() {
    let service = TestService::start().await;
    let operator = service.operator();
    let tenant = operator
        .post("/admin/tenants", json!({"name": "Globe"}))
        .await
        .data(201);
    let secret = tenant["signingSecret"].as_str().unwrap();
    assert!(secret.starts_with("redirect_"));
    let id = tenant["id"].as_str().unwrap();
    let first = json!({"tenantId": id, "label": "first", "scopes": ["*"]});
    let key = operator.post("/admin/keys", first).await.data(201);
    let globe = Tenant::new(&service.url, key["key"].as_str().unwrap());
    globe.create_session("support").await;
    let account = globe.get("/api/account").await;
    assert!(
        !account.text().contains("redirect_"),
        "a secret is shown once"
    );
    assert_eq!(account.data(200)["name"], "Globe");
    assert_eq!(length(&operator, "/admin/tenants").await, 2);
    assert_eq!(length(&operator, "/admin/keys").await, 2);
    let theirs = format!("/admin/keys?tenantId={id}");
    assert_eq!(length(&operator, &theirs).await, 1);

    let path = format!("/admin/keys/{}", key["id"].as_str().unwrap());
    a_key_is_disabled_and_deleted(&operator, &globe, &path).await;
    unknown_tenants_and_invalid_names_are_refused(&operator).await;
}

/// The length of a list.
async fn length(operator: &Tenant, path: &str) -> usize {
    let list = operator.get(path).await.data(200);
    list.as_array().unwrap().len()
}

async fn a_key_is_disabled_and_deleted(operator: &Tenant, holder: &Tenant, path: &str) {
    operator
        .patch(path, json!({"isActive": false}))
        .await
        .data(200);
    holder
        .get("/api/account")
        .await
        .refused(401, "disabled_api_key");
    operator.delete(path).await.data(200);
    operator
        .delete(path)
        .await
        .refused(404, "api_key_not_found");
}

async fn unknown_tenants_and_invalid_names_are_refused(operator: &Tenant) {
    for unknown in ["tnt_00000000000000000000000009", "globe", ""] {
        let key = json!({"tenantId": unknown, "label": "x", "scopes": ["*"]});
        operator
            .post("/admin/keys", key)
            .await
            .refused(404, "tenant_not_found");
    }
    operator
        .get("/admin/tenants/nobody")
        .await
        .refused(404, "tenant_not_found");
    operator
        .post("/admin/tenants", json!({"name": ""}))
        .await
        .refused(400, "invalid_name");
}

#[tokio::test]
async fn a_callback_must_match_the_allow_list_exactly() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let allowed = "https://app.acme.example/done?tab=2";
    let wish =
        json!({"callbackAllowList": [allowed], "allowedOrigins": ["https://app.acme.example"]});
    let said = tenant.patch("/api/account", wish).await.data(200);
    assert_eq!(said["callbackAllowList"], json!([allowed]));
    let create = |url: &str| json!({"mode": "qr", "callbackUrl": url});
    tenant
        .post("/api/widget/sessions", create(allowed))
        .await
        .data(201);
    for other in [
        "https://app.acme.example/done",
        "https://app.acme.example/done?tab=2&x=1",
        "https://evil.example/",
    ] {
        tenant
            .post("/api/widget/sessions", create(other))
            .await
            .refused(400, "callback_not_allowed");
    }
    the_default_origins_may_frame_a_widget(&service).await;
    invalid_settings_are_refused(&tenant).await;
    let manager = service.new_key(&["sessions:manage"], 1).await;
    manager
        .patch("/api/account", json!({"callbackAllowList": []}))
        .await
        .refused(403, "insufficient_scope");
}

/// A widget without origins of its own.
async fn the_default_origins_may_frame_a_widget(service: &TestService) {
    let wish = json!({"mode": "qr"});
    let widget = service.tenant().create_widget_session(wish).await;
    let page = service.page(widget["widgetUrl"].as_str().unwrap()).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.ends_with("frame-ancestors https://app.acme.example"),
        "{policy}"
    );
}

async fn invalid_settings_are_refused(tenant: &Tenant) {
    for (wish, code) in [
        (
            json!({"callbackAllowList": ["http://app.acme.example/"]}),
            "invalid_callback_url",
        ),
        (
            json!({"allowedOrigins": ["https://*.acme.example"]}),
            "invalid_origin",
        ),
        (
            json!({"allowedOrigins": vec!["https://a.example"; 21]}),
            "too_many",
        ),
        (
            json!({"branding": {"logoUrl": "http://a.example/x.png"}}),
            "invalid_logo_url",
        ),
        (
            json!({"branding": {"colors": {"accent": "green"}}}),
            "invalid_color",
        ),
        (json!({"branding": {"name": "\n"}}), "invalid_name"),
        (json!({"branding": {"locale": "de_DE"}}), "invalid_locale"),
        (
            json!({"branding": {"texts": {"tlh": {"title": "Qapla"}}}}),
            "invalid_branding_text",
        ),
        (
            json!({"branding": {"texts": {"en": {"heading": "Link"}}}}),
            "invalid_branding_text",
        ),
        (
            json!({"branding": {"texts": {"en": {"title": "*Link*"}}}}),
            "invalid_branding_text",
        ),
        (json!({"signingSecret": "mine"}), "invalid_json"),
    ] {
        tenant.patch("/api/account", wish).await.refused(400, code);
    }
}

#[tokio::test]
async fn the_page_has_the_tenants_branding() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .patch(
            "/api/account",
            json!({"branding": {"name": "Acme & Sons", "logoUrl": "https://cdn.acme.example/a.png", "colors": {"accent": "#ffe600"}}}),
        )
        .await
        .data(200);
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let page = service.page(widget["widgetUrl"].as_str().unwrap()).await;
    let html = page.text();
    assert!(
        html.contains("Acme &#38; Sons"),
        "the name is written as text"
    );
    assert!(html.contains(r#"url("https://cdn.acme.example/a.png")"#));
    assert!(html.contains("--accent:#ffe600"), "as it is in the dark");
    assert!(
        html.contains(":root{--accent:#7f7300"),
        "and readable on white"
    );
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("img-src 'self' data: https://cdn.acme.example;"),
        "{policy}"
    );

    let id = widget["id"].as_str().unwrap();
    let again = service
        .page(&format!("{}/widget/connect/{id}", service.url))
        .await;
    assert!(
        again.text().contains("--accent:#ffe600"),
        "the look stays over a reload"
    );
    assert!(!again.text().contains("Acme"), "the name does not");

    let bare = tenant
        .patch(
            "/api/account",
            json!({"branding": {"logoUrl": null, "colors": {"accent": null}}}),
        )
        .await
        .data(200);
    assert_eq!(bare["branding"]["name"], "Acme & Sons");
    assert_eq!(bare["branding"]["logoUrl"], json!(null));
}

#[tokio::test]
async fn a_signing_secret_is_rotated_without_interruption() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let secret = |answer: &serde_json::Value| answer["secret"].as_str().unwrap().to_owned();
    let next = tenant
        .post(
            "/api/account/signing-secret",
            json!({"noticeSeconds": 3600}),
        )
        .await
        .data(201);
    let signs = async || {
        let found = service
            .app
            .store
            .tenant(&"default".into())
            .await
            .unwrap()
            .unwrap();
        found.signing.at(service.app.now()).expose().to_owned()
    };
    let before = signs().await;
    assert_ne!(before, secret(&next));
    service.clock.advance(Duration::from_secs(3600));
    assert_eq!(signs().await, secret(&next));
    let leaked = tenant
        .post("/api/account/signing-secret", json!({"noticeSeconds": 0}))
        .await
        .data(201);
    assert_eq!(signs().await, secret(&leaked));
    tenant
        .post(
            "/api/account/signing-secret",
            json!({"noticeSeconds": 2_592_001}),
        )
        .await
        .refused(400, "invalid_notice");
    service
        .new_key(&["sessions:manage"], 1)
        .await
        .post("/api/account/signing-secret", json!({}))
        .await
        .refused(403, "insufficient_scope");
}
