//! Authentication by API key.

use serde_json::json;

use crate::support::{ANA, Tenant, TestService};

#[tokio::test]
async fn a_request_without_a_valid_key_gets_an_explanation() {
    let service = TestService::start().await;
    let anonymous = reqwest::get(format!("{}/api/sessions", service.url))
        .await
        .unwrap();
    assert_eq!(anonymous.status(), 401);
    assert!(anonymous.text().await.unwrap().contains("missing_api_key"));
    Tenant::new(&service.url, "titan_made-up")
        .get("/api/sessions")
        .await
        .refused(401, "invalid_api_key");
}

#[tokio::test]
async fn a_key_allows_what_its_scopes_allow() {
    let service = TestService::start().await;
    let reader = service.tenant_with(&["sessions:read", "messages:write"]);
    assert_eq!(reader.get("/api/sessions").await.data(200), json!([]));
    reader
        .post("/api/sessions", json!({"name": "a"}))
        .await
        .refused(403, "insufficient_scope");
    reader
        .post("/api/widget/sessions", json!({}))
        .await
        .refused(403, "insufficient_scope");
    let manager = service.tenant_with(&["sessions:manage"]);
    manager
        .post("/api/sessions", json!({"name": "a"}))
        .await
        .data(201);
    manager
        .get("/api/sessions")
        .await
        .refused(403, "insufficient_scope");
}

#[tokio::test]
async fn an_expired_key_is_rejected() {
    let service = TestService::start().await;
    let tenant = service.tenant_with(&["*"]);
    tenant.get("/api/sessions").await.data(200);
    service.clock.advance(std::time::Duration::from_secs(3600));
    tenant
        .get("/api/sessions")
        .await
        .refused(401, "expired_api_key");
}

#[tokio::test]
async fn objects_of_another_tenant_are_not_found() {
    let service = TestService::start().await;
    let (ours, theirs) = (service.tenant(), service.other_tenant().await);
    ours.create_session("support").await;
    let widget = ours.create_widget_session(json!({"mode": "qr"})).await;
    let id = widget["id"].as_str().unwrap();
    let nobodys = |what: &str| format!("/api/sessions/{what}");
    for name in ["support", "never-was"] {
        theirs
            .get(&nobodys(name))
            .await
            .refused(404, "session_not_found");
        theirs
            .post(&format!("{}/start", nobodys(name)), json!({}))
            .await
            .refused(404, "session_not_found");
        theirs
            .post(&format!("{}/stop", nobodys(name)), json!({}))
            .await
            .refused(404, "session_not_found");
        theirs
            .get(&format!("/api/{name}/pair/qr"))
            .await
            .refused(404, "session_not_found");
    }
    for id in [id, "ws_never-was"] {
        theirs
            .get(&format!("/api/widget/sessions/{id}"))
            .await
            .refused(404, "widget_session_not_found");
        theirs
            .delete(&format!("/api/widget/sessions/{id}"))
            .await
            .refused(404, "widget_session_not_found");
    }
    assert_eq!(theirs.get("/api/sessions").await.data(200), json!([]));
    // Another tenant can use the same name.
    theirs.create_session("support").await;
    assert_ne!(ours.qr("support").await, theirs.qr("support").await);
    let refused = service.scan(ANA, "nonsense").await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn unknown_routes_and_methods_are_rejected() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .get("/api/nothing/here/at/all")
        .await
        .refused(404, "no_such_route");
    tenant
        .delete("/api/sessions")
        .await
        .refused(404, "no_such_method");
    tenant.get("/health/live").await.data(200);
    tenant.get("/health/ready").await.data(200);
}
