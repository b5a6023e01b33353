//! Errors that depend on the state of a session and of WhatsApp's network.

use std::collections::BTreeSet;

use serde_json::json;
use titan_connect::domain::session::Status;

use crate::openapi::walk::{Outcome, Walk};
use crate::support::{ANA, TestService};

pub async fn refusals() -> BTreeSet<Outcome> {
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
    for n in 0..=5 {
        walk.service.add_phone(&format!("+551198888000{n}")).await;
    }
    for n in 0..5 {
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
