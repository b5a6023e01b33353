//! Errors of one or a few operations, one line each.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::openapi::walk::{Outcome, Walk};
use crate::support::{ANA, TestService};

/// Operation, the invalid part of its body, and the expected code.
fn bad_bodies() -> Vec<(&'static str, Value, &'static str)> {
    let text = |field: &str, value: Value| {
        let mut body = json!({"session": "support", "chatId": "5521988880002@s.whatsapp.net", "type": "text", "text": "x"});
        body[field] = value;
        body
    };
    let key = |field: &str, value: Value| {
        let mut body = json!({"label": "a", "scopes": ["*"]});
        body[field] = value;
        body
    };
    let mut all = vec![
        (
            "createSession",
            json!({"name": "a b"}),
            "invalid_session_name",
        ),
        (
            "createSession",
            json!({"name": "a", "proxy": "ftp://a"}),
            "invalid_proxy",
        ),
        (
            "createSession",
            json!({"name": "a", "proxy": "http://10.0.0.1:3128"}),
            "proxy_not_allowed",
        ),
        (
            "createSession",
            json!({"name": "a", "proxy": "http://nowhere.example:3128"}),
            "proxy_not_found",
        ),
        (
            "createSession",
            json!({"name": "support"}),
            "session_exists",
        ),
        (
            "updateSession",
            json!({"proxy": "ftp://a"}),
            "invalid_proxy",
        ),
        (
            "updateSession",
            json!({"proxy": "http://10.0.0.1:3128"}),
            "proxy_not_allowed",
        ),
        (
            "updateSession",
            json!({"proxy": "http://nowhere.example:3128"}),
            "proxy_not_found",
        ),
        (
            "createPairCode",
            json!({"phoneNumber": "12"}),
            "invalid_phone_number",
        ),
        (
            "createPairCode",
            json!({"phoneNumber": ANA}),
            "session_not_started",
        ),
        (
            "sendMessage",
            text("type", json!("image")),
            "unsupported_type",
        ),
        ("sendMessage", text("text", json!("")), "invalid_text"),
        (
            "sendMessage",
            text("chatId", json!("12")),
            "invalid_chat_id",
        ),
        (
            "sendMessage",
            text("text", json!("x")),
            "session_not_connected",
        ),
        (
            "createWidgetSession",
            json!({"mode": "fax"}),
            "invalid_mode",
        ),
        (
            "createWidgetSession",
            json!({"mode": "cloud-api"}),
            "not_configured",
        ),
        (
            "createWidgetSession",
            json!({"callbackUrl": "http://a.example"}),
            "invalid_callback_url",
        ),
        (
            "createWidgetSession",
            json!({"callbackUrl": "https://other.example/"}),
            "callback_not_allowed",
        ),
        (
            "createWidgetSession",
            json!({"sessionName": "a b"}),
            "invalid_session_name",
        ),
        (
            "createWidgetSession",
            json!({"allowedOrigins": []}),
            "invalid_origin",
        ),
        (
            "createWidgetSession",
            json!({"phoneNumber": "12"}),
            "invalid_phone_number",
        ),
        (
            "createWidgetSession",
            json!({"theme": "pink"}),
            "invalid_theme",
        ),
        (
            "createWidgetSession",
            json!({"locale": "?"}),
            "invalid_locale",
        ),
        (
            "createWidgetSession",
            json!({"state": "x".repeat(513)}),
            "invalid_state",
        ),
        (
            "createWidgetSession",
            json!({"metaApp": {"appId": "my app", "configId": "1", "appSecret": "0123456789"}}),
            "invalid_meta_app",
        ),
        (
            "sendMessage",
            text("type", json!("template")),
            "invalid_template",
        ),
        (
            "rotateSigningSecret",
            json!({"noticeSeconds": 2_592_001}),
            "invalid_notice",
        ),
        ("createTenant", json!({"name": ""}), "invalid_name"),
        (
            "createTenantKey",
            json!({"tenantId": "nobody", "label": "a", "scopes": ["*"]}),
            "tenant_not_found",
        ),
    ];
    for value in [0, 1_000_001] {
        let body = json!({"quotas": {"openLinks": value}});
        all.push(("updateTenant", body, "invalid_quota"));
    }
    for account in ["updateAccount", "updateTenant"] {
        let many = vec!["https://a.example"; 21];
        all.extend([
            (account, json!({"allowedOrigins": many}), "too_many"),
            (
                account,
                json!({"allowedOrigins": ["https://*.a.example"]}),
                "invalid_origin",
            ),
            (
                account,
                json!({"callbackAllowList": ["http://a.example/"]}),
                "invalid_callback_url",
            ),
            (account, json!({"branding": {"name": ""}}), "invalid_name"),
            (
                account,
                json!({"branding": {"logoUrl": "http://a.example/a.png"}}),
                "invalid_logo_url",
            ),
            (
                account,
                json!({"branding": {"colors": {"accent": "green"}}}),
                "invalid_color",
            ),
            (
                account,
                json!({"branding": {"locale": "English"}}),
                "invalid_locale",
            ),
            (
                account,
                json!({"branding": {"texts": {"en": {"title": ""}}}}),
                "invalid_branding_text",
            ),
        ]);
    }
    for webhook in ["createWebhook", "updateWebhook"] {
        all.extend(bad_webhooks().map(|(body, code)| (webhook, body, code)));
    }
    all.push((
        "updateWebhook",
        json!({"hmacKey": "x".repeat(40), "overlapSeconds": 2_592_001}),
        "invalid_overlap",
    ));
    all.push((
        "replaySince",
        json!({"since": "yesterday"}),
        "invalid_since",
    ));
    for create in ["createKey", "createTenantKey"] {
        all.extend([
            (create, key("label", json!("")), "invalid_label"),
            (create, key("lifetimeDays", json!(0)), "invalid_lifetime"),
            (create, key("scopes", json!([])), "invalid_scopes"),
        ]);
    }
    for update in ["updateKey", "updateTenantKey"] {
        all.push((update, json!({"label": ""}), "invalid_label"));
    }
    all
}

fn bad_webhooks() -> impl Iterator<Item = (Value, &'static str)> {
    let with = |field: &str, value: Value| {
        let mut body = json!({"url": "https://hooks.acme.example/whatsapp"});
        body[field] = value;
        body
    };
    let header = json!([{"name": "Webhook-Id", "value": "x"}]);
    let retries = json!({"attempts": 1, "delaySeconds": 5, "policy": "never"});
    [
        (
            with("url", json!("ftp://hooks.acme.example")),
            "invalid_url",
        ),
        (with("url", json!("https://10.0.0.1/")), "url_not_allowed"),
        (
            with("url", json!("https://nowhere.example/")),
            "url_not_found",
        ),
        (with("headers", header), "invalid_header"),
        (with("hmacKey", json!("short")), "invalid_hmac_key"),
        (with("events", json!(["session.gone"])), "unknown_event"),
        (with("session", json!("a b")), "invalid_session_name"),
        (with("label", json!("x".repeat(101))), "invalid_label"),
        (with("retries", retries), "invalid_retries"),
    ]
    .into_iter()
}

/// Operations on something that does not exist, and the expected code.
const NOT_THERE: [(&str, &str); 16] = [
    ("getWidgetSession", "widget_session_not_found"),
    ("revokeWidgetSession", "widget_session_not_found"),
    ("getKey", "api_key_not_found"),
    ("updateKey", "api_key_not_found"),
    ("deleteKey", "api_key_not_found"),
    ("updateTenantKey", "api_key_not_found"),
    ("deleteTenantKey", "api_key_not_found"),
    ("getWebhook", "webhook_not_found"),
    ("updateWebhook", "webhook_not_found"),
    ("deleteWebhook", "webhook_not_found"),
    ("testWebhook", "webhook_not_found"),
    ("listDeliveries", "webhook_not_found"),
    ("replayDelivery", "webhook_not_found"),
    ("replaySince", "webhook_not_found"),
    ("getTenant", "tenant_not_found"),
    ("updateTenant", "tenant_not_found"),
];

pub async fn refusals() -> BTreeSet<Outcome> {
    let mut walk = Walk::start().await;
    walk.create_idle("support").await;
    walk.succeed(walk.call("createWebhook")).await;
    let listed = json!({"callbackAllowList": ["https://app.acme.example/done"]});
    walk.service
        .tenant()
        .patch("/api/account", listed)
        .await
        .data(200);
    for (id, body, code) in bad_bodies() {
        let named = match id {
            "updateTenant" => "default",
            "updateWebhook" | "replaySince" => "1",
            _ => "none",
        };
        let call = walk.call(id).with("session", "support").with("id", named);
        walk.refuse(call.saying(&body), code).await;
    }
    for (id, code) in NOT_THERE {
        walk.refuse(walk.call(id), code).await;
    }
    let call = walk.call("replayDelivery").with("id", "1");
    walk.refuse(call, "delivery_not_found").await;
    let lesser = walk.service.new_key(&["sessions:read"], 1).await;
    let call = walk
        .call("createKey")
        .saying(&json!({"label": "a", "scopes": ["*"]}));
    walk.refuse(call.by(lesser.key()), "scope_not_held").await;
    let qr = walk.call("getPairQr").with("session", "support");
    walk.refuse(qr.clone().asking("?format=gif"), "invalid_format")
        .await;
    walk.refuse(qr, "session_not_started").await;
    walk.reached
}

pub async fn with_required_origins() -> BTreeSet<Outcome> {
    let service = TestService::start_with(|config| config.require_allowed_origins = true).await;
    let mut walk = Walk::on(service).await;
    let call = walk.call("createWidgetSession").saying(&json!({}));
    walk.refuse(call, "origins_required").await;
    walk.reached
}
