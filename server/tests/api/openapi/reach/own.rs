//! Errors of one or a few operations, one line each.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use crate::openapi::walk::{Outcome, Walk};
use crate::support::{ANA, TestService};

/// The calls of one tenant.
const MOST_WEBHOOKS: usize = 50;

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
    for _ in 1..MOST_WEBHOOKS {
        walk.succeed(walk.call("createWebhook")).await;
    }
    walk.refuse(walk.call("createWebhook"), "too_many_webhooks")
        .await;
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

pub async fn of_pairing() -> BTreeSet<Outcome> {
    let mut reached = connected().await;
    reached.extend(through_the_cloud_api().await);
    reached.extend(with_codes_refused().await);
    reached.extend(without_a_network().await);
    reached.extend(with_a_slow_network().await);
    reached
}

async fn connected() -> BTreeSet<Outcome> {
    let mut walk = Walk::start().await;
    walk.service.connect_ana().await;
    walk.succeed(walk.call("listMetaApps")).await;
    let named = json!({"sessionName": "support"});
    let calls = [
        walk.call("getPairQr"),
        walk.call("createPairCode"),
        walk.call("createWidgetSession").saying(&named),
    ];
    for call in calls {
        walk.refuse(call.with("session", "support"), "already_connected")
            .await;
    }
    // A group that does not exist in the sandbox.
    let group = json!({"session": "support", "chatId": "120363021033254949@g.us", "type": "text", "text": "x"});
    walk.refuse(walk.call("sendMessage").saying(&group), "not_sent")
        .await;
    write_to_strangers(&mut walk).await;
    refused_messages(&mut walk).await;
    walk.reached
}

async fn refused_messages(walk: &mut Walk) {
    let text =
        |chat: &str| json!({"session": "support", "chatId": chat, "type": "text", "text": "x"});
    let known = text("5521988880002@s.whatsapp.net");
    for (code, expected) in [
        (463, "no_privacy_token"),
        (404, "not_on_whatsapp"),
        (429, "too_many_messages"),
    ] {
        let fault = json!({"refuseMessages": {"code": code, "times": 1}});
        walk.service.fault(fault).await;
        walk.refuse(walk.call("sendMessage").saying(&known), expected)
            .await;
    }
    let until = 4_000_000_000_u64;
    let fault = json!({"timelock": {"phoneNumber": ANA, "until": until}});
    walk.service.fault(fault).await;
    walk.service.restricted_until("support", until).await;
    walk.service.add_phone("+5531977770003").await;
    let unknown = text("5531977770003@s.whatsapp.net");
    let call = walk.call("sendMessage").saying(&unknown);
    walk.refuse(call, "session_restricted").await;
}

/// One more than the tenant's limit allows.
async fn write_to_strangers(walk: &mut Walk) {
    let tenant = walk.service.tenant();
    let limit = json!({"limitFirstMessages": true});
    tenant.patch("/api/account", limit).await.data(200);
    let message = |n: u32| {
        let chat = format!("551198888000{n}@s.whatsapp.net");
        json!({"session": "support", "chatId": chat, "type": "text", "text": "x"})
    };
    for n in 0..5 {
        walk.service.add_phone(&format!("+551198888000{n}")).await;
        let sent = tenant.post("/api/messages/send", message(n)).await;
        sent.data(200);
    }
    let call = walk.call("sendMessage").saying(&message(5));
    walk.refuse(call, "first_message_limit").await;
    let no_limit = json!({"limitFirstMessages": false});
    tenant.patch("/api/account", no_limit).await.data(200);
}

async fn through_the_cloud_api() -> BTreeSet<Outcome> {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = service.signup_link(json!({"sessionName": "support"})).await;
    service.signed_up(&link, &account).await;
    let mut walk = Walk::on(service).await;
    for operation in ["getPairQr", "createPairCode"] {
        let call = walk.call(operation).with("session", "support");
        walk.refuse(call, "cloud_api_session").await;
    }
    walk.reached
}

async fn with_codes_refused() -> BTreeSet<Outcome> {
    let mut walk = Walk::start().await;
    for name in ["support", "sales"] {
        walk.service.tenant().create_session(name).await;
        walk.service.tenant().qr(name).await;
    }
    let code = walk.call("createPairCode");
    walk.service
        .fault(json!({"throttleCodes": {"times": 1}}))
        .await;
    walk.refuse(code.clone().with("session", "support"), "throttled")
        .await;
    walk.refuse(code.with("session", "sales"), "code_limit")
        .await;
    walk.reached
}

/// WhatsApp is unreachable and is retried.
async fn without_a_network() -> BTreeSet<Outcome> {
    let service = TestService::start()
        .await
        .restart_beside_a_dead_network()
        .await;
    service.tenant().create_session("support").await;
    service.settled("support", Status::Scanning).await;
    let mut walk = Walk::on(service).await;
    for operation in ["getPairQr", "createPairCode"] {
        let call = walk.call(operation).with("session", "support");
        walk.refuse(call, "whatsapp_unreachable").await;
    }
    walk.reached
}

/// WhatsApp is connected but slow to send a code.
async fn with_a_slow_network() -> BTreeSet<Outcome> {
    let service = TestService::start().await;
    service.fault(json!({"latencyMs": 60_000})).await;
    service.tenant().create_session("support").await;
    let mut walk = Walk::on(service).await;
    let qr = walk.call("getPairQr").with("session", "support");
    walk.refuse(qr.asking("?format=image"), "qr_not_ready")
        .await;
    walk.reached
}
