//! The limit of phone codes, with concurrent requests and after a key rotation.

use futures_util::future::join_all;
use serde_json::json;
use titan_connect::domain::session::Status;
use titan_connect::security::signing::Key;

use crate::support::{ANA, TestService, on_both_databases};

const SESSIONS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
const ROUNDS: usize = 8;

on_both_databases!(
    of_requests_for_one_number_at_once_one_is_granted,
    a_new_api_key_secret_forgives_no_cool_down,
);

async fn of_requests_for_one_number_at_once_one_is_granted(service: TestService) {
    let tenant = service.tenant();
    for name in SESSIONS {
        tenant.create_session(name).await;
        tenant.qr(name).await;
    }
    for round in 0..ROUNDS {
        let number = format!("+55119888700{round:02}");
        service.add_phone(&number).await;
        let requests = SESSIONS.map(|name| {
            let (tenant, number) = (tenant.clone(), number.clone());
            async move {
                let path = format!("/api/{name}/pair/phone");
                tenant.post(&path, json!({"phoneNumber": number})).await
            }
        });
        let answers = join_all(requests).await;
        let granted = answers.iter().filter(|answer| answer.status == 200);
        assert_eq!(granted.count(), 1, "round {round}");
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            refused.refused(429, "code_limit");
            let wait: u64 = refused.header("retry-after").parse().unwrap();
            assert!((1..=30).contains(&wait), "{wait}");
        }
    }
}

async fn a_new_api_key_secret_forgives_no_cool_down(service: TestService) {
    let tenant = service.tenant();
    for name in ["one", "two"] {
        tenant.create_session(name).await;
        tenant.qr(name).await;
    }
    let number = json!({"phoneNumber": ANA});
    let granted = tenant.post("/api/one/pair/phone", number.clone()).await;
    assert_eq!(granted.status, 200, "{}", granted.text());
    let service = service
        .restart_with_api_key_secret(Key::from_bytes([9; 32]))
        .await;
    service.settled("two", Status::Scanning).await;
    let tenant = service.tenant_with(&["*"]);
    tenant.qr("two").await;
    tenant
        .post("/api/two/pair/phone", number)
        .await
        .refused(429, "code_limit");
}
