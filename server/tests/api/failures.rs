//! What goes wrong at WhatsApp, from the network to the view that the widget shows.

use serde_json::{Value, json};

use crate::support::{ANA, Live, TestService};

/// How many linked devices a phone has room for.
const DEVICES: usize = 4;

/// A link that is open in front of somebody; gives the session's name too.
async fn opened(service: &TestService) -> (String, Live) {
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    assert_eq!(service.open(&text("widgetToken")).await.status, 200);
    let live = service.live(&text("widgetToken")).await;
    (text("session"), live)
}

async fn shown_after(fault: Value) -> Value {
    let service = TestService::start().await;
    let (session, mut live) = opened(&service).await;
    let qr = service.tenant().qr(&session).await;
    service.fault(fault).await;
    // The phone may be told no; what counts here is what the page is told.
    let _answer = service.scan(ANA, &qr).await;
    live.until("failed").await
}

#[tokio::test]
async fn each_failure_of_the_network_reaches_the_view_by_its_name() {
    for (reason, fault) in [
        ("link_refused", json!({"spoilLinks": {"times": 1}})),
        (
            "replaced",
            json!({"refuseLogins": {"reason": 409, "phoneNumber": ANA}}),
        ),
        (
            "unknown",
            json!({"refuseLogins": {"reason": 499, "phoneNumber": ANA, "times": 1000}}),
        ),
    ] {
        assert_eq!(shown_after(fault).await["reason"], reason);
    }
}

/// The phone refuses by itself and WhatsApp tells the client nothing, so the code on show stays and stays good.
#[tokio::test]
async fn a_phone_without_room_leaves_the_code_on_show() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for index in 0..DEVICES {
        let name = format!("earlier-{index}");
        tenant.create_session(&name).await;
        service.scan(ANA, &tenant.qr(&name).await).await.data(200);
    }
    let (session, mut live) = opened(&service).await;
    live.until("qr").await;
    let qr = tenant.qr(&session).await;
    let refused = service.scan(ANA, &qr).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].clone()),
        (422, json!("device_limit"))
    );
    service.unlink(ANA).await.data(200);
    service.scan(ANA, &qr).await.data(200);
    live.until("connected").await;
}
