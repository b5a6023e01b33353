//! The guard checks the address of every delivery.

use std::time::Duration;

use serde_json::json;

use crate::support::{Receiver, Reply, TestService};

/// DNS rebinding: the name is public at creation and internal at delivery.
#[tokio::test]
async fn a_rebound_host_name_is_refused() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    service
        .names
        .resolve("rebind.example.com", &[&["8.8.8.8"], &["10.0.0.1"]]);
    tenant
        .post(
            "/api/webhooks",
            json!({"url": "https://rebind.example.com/"}),
        )
        .await
        .data(201);
    let tried = tenant
        .post("/api/webhooks/1/test", json!({}))
        .await
        .data(200);
    assert_eq!(
        tried["attempts"][0]["failure"], "refused_address",
        "{tried}"
    );
    assert_eq!(tried["attempts"][0]["status"], json!(null));
    assert_eq!(
        service.names.lookups(),
        2,
        "one at the creation, one to connect"
    );
}

/// There is no second look-up after the check.
#[tokio::test]
async fn the_checked_address_is_the_one_connected_to() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    service.names.resolve(
        "hooks.example.com",
        &[&["127.0.0.1"], &["127.0.0.1"], &["169.254.169.254"]],
    );
    let url = format!("http://hooks.example.com:{}/", receiver.port);
    tenant
        .post("/api/webhooks", json!({"url": url}))
        .await
        .data(201);
    let tried = tenant
        .post("/api/webhooks/1/test", json!({}))
        .await
        .data(200);
    assert_eq!(tried["state"], "delivered", "{tried}");
    assert_eq!(service.names.lookups(), 2);
    let delivery = receiver.next().await;
    assert_eq!(
        delivery.header("host"),
        format!("hooks.example.com:{}", receiver.port)
    );
}

#[tokio::test]
async fn allowed_hosts_are_reached_in_every_notation() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    service.names.resolve("localhost", &[&["127.0.0.1"]]);
    service.names.resolve("db.internal", &[&["127.0.0.1"]]);
    service
        .names
        .resolve("xn--bcher-kva.example", &[&["127.0.0.1"]]);
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.0.0.1.",
        "[::ffff:127.0.0.1]",
        "localhost",
        "LOCALHOST",
        "db.internal",
        "bücher.example",
    ] {
        let url = format!("http://{host}:{}/", receiver.port);
        let made = tenant
            .post("/api/webhooks", json!({"url": url}))
            .await
            .data(201);
        let path = format!("/api/webhooks/{}/test", made["id"]);
        let tried = tenant.post(&path, json!({})).await.data(200);
        assert_eq!(tried["state"], "delivered", "{host}: {tried}");
        receiver.next().await.is("webhook.test");
    }
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_not_followed() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut receiver, elsewhere) = (Receiver::start().await, Receiver::start().await);
    tenant
        .post("/api/webhooks", json!({"url": receiver.url}))
        .await
        .data(201);
    for status in [301, 302, 303, 307, 308] {
        receiver.reply([Reply {
            headers: vec![("location", elsewhere.url.clone())],
            ..Reply::of(status)
        }]);
        let tried = tenant
            .post("/api/webhooks/1/test", json!({}))
            .await
            .data(200);
        assert_eq!(tried["attempts"][0]["failure"], "redirect", "{tried}");
        receiver.next().await.is("webhook.test");
    }
    // `elsewhere` panics on drop if it received anything.
}

#[tokio::test]
async fn an_unresolved_host_and_a_tls_failure_are_reported() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let receiver = Receiver::start().await;
    service
        .names
        .resolve("hooks.example.com", &[&["127.0.0.1"], &[]]);
    let url = format!("http://hooks.example.com:{}/", receiver.port);
    tenant
        .post("/api/webhooks", json!({"url": url}))
        .await
        .data(201);
    let url = format!("https://127.0.0.1:{}/", receiver.port);
    tenant
        .post("/api/webhooks", json!({"url": url}))
        .await
        .data(201);
    for (id, failure) in [(1, "host_not_found"), (2, "tls")] {
        let path = format!("/api/webhooks/{id}/test");
        let tried = tenant.post(&path, json!({})).await.data(200);
        assert_eq!(tried["attempts"][0]["failure"], failure, "{tried}");
    }
    service.advance(Duration::ZERO);
}
