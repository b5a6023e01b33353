//! A tenant that has as much as it may.

use std::collections::BTreeSet;

use serde_json::json;
use titan_connect::domain::quota::Quotas;

use crate::openapi::walk::{Outcome, Walk};
use crate::support::TestService;

pub async fn reached() -> BTreeSet<Outcome> {
    let service = TestService::start_counting_with(|config| {
        config.quotas = Quotas::from_fn(|_| 1);
    })
    .await;
    let mut walk = Walk::on(service).await;
    let link = json!({"sessionName": "support"});
    for (id, first, second) in [
        (
            "createSession",
            json!({"name": "support"}),
            json!({"name": "sales"}),
        ),
        ("createWidgetSession", link.clone(), link),
    ] {
        walk.succeed(walk.call(id).saying(&first)).await;
        walk.refuse(walk.call(id).saying(&second), "quota_reached")
            .await;
    }
    walk.succeed(walk.call("createWebhook")).await;
    walk.refuse(walk.call("createWebhook"), "quota_reached")
        .await;
    walk.reached
}
