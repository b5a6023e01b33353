//! A link's number lock applies to the codes that were issued with it, and codes are invalid once no link needs them.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::{Reason, Status};
use titan_connect::sessions::{expiry, unlinking};

use crate::support::{ANA, TestService};

const BOB: &str = "+5511999990002";
const STOPPED: Status = Status::Disconnected(Reason::ManualStop);
const LOGGED_OUT: Status = Status::Disconnected(Reason::LoggedOut);

/// How often a race is run.
const ROUNDS: u32 = 8;

struct Link {
    id: String,
    token: String,
    session: String,
}

impl Link {
    async fn create(service: &TestService, body: Value) -> Self {
        let widget = service.tenant().create_widget_session(body).await;
        let text = |field: &str| widget[field].as_str().unwrap().to_owned();
        Link {
            id: text("id"),
            token: text("widgetToken"),
            session: text("session"),
        }
    }

    /// Created and opened in a browser.
    async fn open(service: &TestService, body: Value) -> Self {
        let link = Self::create(service, body).await;
        link.visit(service).await;
        link
    }

    async fn visit(&self, service: &TestService) {
        let page = format!("{}/widget/connect?token={}", service.url, self.token);
        assert_eq!(service.page(&page).await.status, 200);
    }

    async fn revoke(&self, service: &TestService) {
        let path = format!("/api/widget/sessions/{}", self.id);
        service.tenant().delete(&path).await.data(200);
    }

    async fn qr(&self, service: &TestService) -> String {
        service.tenant().qr(&self.session).await
    }
}

async fn with_bob(service: TestService) -> TestService {
    service.add_phone(BOB).await;
    service
}

async fn devices(service: &TestService) -> usize {
    let phones = service.phones().await;
    let of = |phone: &Value| phone["devices"].as_array().map_or(0, Vec::len);
    phones.iter().map(of).sum()
}

/// Waits until no phone has a linked device. On a busy machine the network may not be reached at the first attempt.
async fn nobody_linked(service: &TestService) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..500 {
        ticks.tick().await;
        if service.app.store.unlinkings().await.unwrap() > 0 {
            service.advance(Duration::from_hours(2));
            unlinking::retry_due(&service.app.sessions).await.unwrap();
        }
        if devices(service).await == 0 {
            return;
        }
    }
    panic!("still linked: {:?}", service.phones().await);
}

#[tokio::test]
async fn the_code_of_a_revoked_link_is_invalid() {
    let service = with_bob(TestService::start().await).await;
    let link = Link::open(&service, json!({"mode": "qr", "phoneNumber": ANA})).await;
    let qr = link.qr(&service).await;
    link.revoke(&service).await;
    service.settled(&link.session, STOPPED).await;
    let scanned = service.scan(BOB, &qr).await;
    assert_eq!(scanned.status, 422, "{}", scanned.text());
    assert_eq!(devices(&service).await, 0);
}

#[tokio::test]
async fn the_code_of_an_expired_link_is_invalid() {
    let service = with_bob(TestService::start().await).await;
    let link = Link::open(&service, json!({"mode": "qr", "phoneNumber": ANA})).await;
    let qr = link.qr(&service).await;
    service.advance(Duration::from_mins(15));
    expiry::end_expired_links(&service.app.sessions)
        .await
        .unwrap();
    let timed_out = Status::Disconnected(Reason::QrTimeout);
    service.settled(&link.session, timed_out).await;
    assert_eq!(service.scan(BOB, &qr).await.status, 422);
}

/// The link has expired, but the background task has not ended it yet.
#[tokio::test]
async fn a_scan_after_the_expiry_is_unlinked() {
    let service = with_bob(TestService::start().await).await;
    for (phone, lock) in [(BOB, Some(ANA)), (ANA, Some(ANA)), (ANA, None)] {
        let link = Link::open(&service, json!({"mode": "qr", "phoneNumber": lock})).await;
        let qr = link.qr(&service).await;
        service.advance(Duration::from_mins(15));
        service.scan(phone, &qr).await.data(200);
        service.settled(&link.session, LOGGED_OUT).await;
        nobody_linked(&service).await;
    }
}

/// A link is revoked while phones scan its code; in either order, no device stays linked.
async fn revoking_races_with_a_scan(service: TestService) {
    let service = with_bob(service).await;
    for round in 0..ROUNDS {
        for phone in [ANA, BOB] {
            let link = Link::open(&service, json!({"mode": "qr", "phoneNumber": ANA})).await;
            let qr = link.qr(&service).await;
            let revoke = async {
                service.spend_time(round).await;
                link.revoke(&service).await;
            };
            let (scanned, ()) = tokio::join!(service.scan(phone, &qr), revoke);
            let mut ticks = tokio::time::interval(Duration::from_millis(20));
            let over = loop {
                ticks.tick().await;
                let session = service
                    .tenant()
                    .get(&format!("/api/sessions/{}", link.session))
                    .await
                    .data(200);
                if session["status"] == "DISCONNECTED" {
                    break session;
                }
                // Ana's phone may have linked before the link was revoked.
                if session["status"] == "CONNECTED" && phone == ANA {
                    break session;
                }
            };
            if over["status"] == "CONNECTED" {
                let shown = service
                    .tenant()
                    .get(&format!("/api/widget/sessions/{}", link.id))
                    .await
                    .data(200);
                assert_eq!(shown["outcome"], "connected", "round {round}");
                service.unlink(ANA).await.data(200);
                service.settled(&link.session, LOGGED_OUT).await;
            }
            nobody_linked(&service).await;
            drop(scanned);
        }
    }
}

#[tokio::test]
async fn revoking_during_a_scan_leaves_no_device_linked_on_sqlite() {
    revoking_races_with_a_scan(TestService::start().await).await;
}

#[tokio::test]
async fn revoking_during_a_scan_leaves_no_device_linked_on_postgres() {
    revoking_races_with_a_scan(TestService::start_on_postgres().await).await;
}

#[tokio::test]
async fn a_session_that_another_link_needs_keeps_running() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let first = Link::open(&service, json!({"mode": "qr", "sessionName": "support"})).await;
    let second = Link::open(&service, json!({"mode": "qr", "sessionName": "support"})).await;
    let qr = second.qr(&service).await;
    first.revoke(&service).await;
    service.scan(ANA, &qr).await.data(200);
    service.settled("support", Status::Connected).await;
    tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);

    tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    let third = Link::open(&service, json!({"mode": "qr", "sessionName": "support"})).await;
    third.revoke(&service).await;
    let qr = tenant.qr("support").await;
    service.scan(ANA, &qr).await.data(200);
    service.settled("support", Status::Connected).await;
}

#[tokio::test]
async fn a_link_with_another_lock_gets_new_codes_and_invalidates_the_old() {
    let service = with_bob(TestService::start().await).await;
    let body = json!({"mode": "qr", "sessionName": "support", "phoneNumber": ANA});
    let locked = Link::open(&service, body).await;
    let old = locked.qr(&service).await;
    let mut page = service.live(&locked.token).await;
    page.until("qr").await;
    let free = Link::open(&service, json!({"mode": "qr", "sessionName": "support"})).await;
    assert_eq!(
        service.scan(BOB, &old).await.status,
        422,
        "issued under the lock"
    );
    page.until("timed_out").await;
    // Codes without a lock accept any number, but the locked link does not succeed.
    service.scan(BOB, &free.qr(&service).await).await.data(200);
    service.settled("support", Status::Connected).await;
    let outcome = async |link: &Link| {
        let path = format!("/api/widget/sessions/{}", link.id);
        service.tenant().get(&path).await.data(200)["outcome"].clone()
    };
    assert_eq!(outcome(&free).await, "connected");
    assert_eq!(outcome(&locked).await, "open");
    assert_eq!(page.until("failed").await["reason"], "wrong_number");
}

#[tokio::test]
async fn a_link_for_another_number_does_not_keep_codes_valid() {
    let service = with_bob(TestService::start().await).await;
    let of = |phone: &str| json!({"mode": "qr", "sessionName": "support", "phoneNumber": phone});
    let first = Link::open(&service, of(BOB)).await;
    let second = Link::open(&service, of(ANA)).await;
    let qr = second.qr(&service).await;
    second.revoke(&service).await;
    service.settled("support", STOPPED).await;
    assert_eq!(service.scan(ANA, &qr).await.status, 422);
    let renewed = service
        .http
        .post(format!("{}/widget/renew", service.url))
        .bearer_auth(&first.token);
    assert_eq!(renewed.send().await.unwrap().status(), 202);
    service.scan(BOB, &first.qr(&service).await).await.data(200);
    service.settled("support", Status::Connected).await;
}

/// The wrong phone scans, the process is killed before the login, and the link has ended at the restart.
#[tokio::test]
async fn a_lock_remains_after_a_restart_and_the_end_of_its_link() {
    let service = with_bob(TestService::start().await).await;
    let link = Link::open(&service, json!({"mode": "qr", "phoneNumber": ANA})).await;
    let qr = link.qr(&service).await;
    service
        .fault(json!({"refuseLogins": {"reason": 503, "phoneNumber": BOB, "times": 1000}}))
        .await;
    service.scan(BOB, &qr).await.data(200);
    let mut page = service.live(&link.token).await;
    assert_eq!(page.until("failed").await["reason"], "wrong_number");
    service.advance(Duration::from_mins(16));
    let service = service.restart().await;
    service.settled(&link.session, LOGGED_OUT).await;
    nobody_linked(&service).await;
}

#[tokio::test]
async fn a_reload_does_not_change_whose_codes_are_shown() {
    let service = TestService::start().await;
    let link = Link::open(&service, json!({"mode": "qr", "phoneNumber": ANA})).await;
    let before = link.qr(&service).await;
    link.visit(&service).await;
    assert_eq!(link.qr(&service).await, before);
}
