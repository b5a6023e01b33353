//! Concurrent changes of different fields: none is lost.

use serde_json::json;

use crate::support::{Receiver, TestService, on_both_databases};

const ROUNDS: usize = 25;

on_both_databases!(
    a_label_does_not_switch_a_key_on_again,
    settings_changed_at_once_are_all_kept,
    secrets_rotated_at_once_take_over_one_after_the_other,
    changes_of_a_webhook_at_once_are_all_kept,
);

async fn a_label_does_not_switch_a_key_on_again(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS {
        let wish = json!({"label": "made", "scopes": ["sessions:read"], "lifetimeDays": 1});
        let made = tenant.post("/api/account/keys", wish).await.data(201);
        let path = format!("/api/account/keys/{}", made["id"].as_str().unwrap());
        let label = format!("label {round}");
        let (renamed, switched) = tokio::join!(
            tenant.patch(&path, json!({"label": label})),
            tenant.patch(&path, json!({"isActive": false})),
        );
        assert_eq!(renamed.data(200)["label"], label);
        assert_eq!(switched.data(200)["isActive"], false);
        let key = tenant.get(&path).await.data(200);
        assert_eq!(
            (&key["label"], &key["isActive"]),
            (&json!(label), &json!(false)),
            "round {round}"
        );
    }
}

async fn settings_changed_at_once_are_all_kept(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS {
        let callbacks = json!([format!("https://app{round}.example.com/done")]);
        let origins = json!([format!("https://app{round}.example.com")]);
        let name = json!(format!("Acme {round}"));
        let accent = json!(format!("#1122{:02x}", round + 16));
        let change = |body| tenant.patch("/api/account", body);
        let answers = tokio::join!(
            change(json!({"callbackAllowList": callbacks})),
            change(json!({"allowedOrigins": origins})),
            change(json!({"branding": {"name": name}})),
            change(json!({"branding": {"colors": {"accent": accent}}})),
        );
        for answer in [answers.0, answers.1, answers.2, answers.3] {
            answer.data(200);
        }
        let now = tenant.get("/api/account").await.data(200);
        assert_eq!(now["callbackAllowList"], callbacks, "round {round}");
        assert_eq!(now["allowedOrigins"], origins, "round {round}");
        assert_eq!(now["branding"]["name"], name, "round {round}");
        assert_eq!(now["branding"]["colors"]["accent"], accent, "round {round}");
    }
}

async fn secrets_rotated_at_once_take_over_one_after_the_other(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS {
        let rotate = || tenant.post("/api/account/signing-secret", json!({"noticeSeconds": 0}));
        let (first, second) = tokio::join!(rotate(), rotate());
        let mut told = [first, second].map(|answer| {
            let secret = answer.data(201)["secret"].clone();
            secret.as_str().unwrap().to_owned()
        });
        told.sort();
        let signing = service
            .app
            .store
            .tenant(&"default".into())
            .await
            .unwrap()
            .unwrap()
            .signing;
        let mut kept =
            [signing.current, signing.next.unwrap().0].map(|secret| secret.expose().to_owned());
        kept.sort();
        assert_eq!(kept, told, "round {round}");
    }
}

async fn changes_of_a_webhook_at_once_are_all_kept(service: TestService) {
    let tenant = service.tenant();
    let receiver = Receiver::start().await;
    let body = json!({"url": receiver.url});
    let made = tenant.post("/api/webhooks", body).await.data(201);
    let path = format!("/api/webhooks/{}", made["id"]);
    for round in 0..ROUNDS {
        let url = format!("{}/{round}", receiver.url);
        let label = format!("label {round}");
        let events = json!([["session.qr"], ["session.status"]][round % 2]);
        let retries = json!({"attempts": round % 20, "delaySeconds": 5, "policy": "constant"});
        let enabled = round % 2 == 0;
        let change = |body| tenant.patch(&path, body);
        let answers = tokio::join!(
            change(json!({"url": url})),
            change(json!({"label": label})),
            change(json!({"events": events})),
            change(json!({"retries": retries})),
            change(json!({"enabled": enabled})),
        );
        for answer in [answers.0, answers.1, answers.2, answers.3, answers.4] {
            answer.data(200);
        }
        let now = tenant.get(&path).await.data(200);
        assert_eq!(
            (&now["url"], &now["label"]),
            (&json!(url), &json!(label)),
            "round {round}"
        );
        assert_eq!(
            (&now["events"], &now["retries"]),
            (&events, &retries),
            "round {round}"
        );
        assert_eq!(now["enabled"], enabled, "round {round}");
    }
}
