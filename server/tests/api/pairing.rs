//! QR codes by the API, and their timeout.

use serde_json::json;
use titan_connect::domain::session::{Reason, Status};

use crate::support::{ANA, TestService};

#[tokio::test]
async fn a_code_is_returned_as_json_png_and_svg() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let answer = tenant.get("/api/support/pair/qr").await;
    let body = answer.json();
    assert!(body["qr"].as_str().unwrap().starts_with("2@"), "{body}");
    assert_eq!(body["event"], json!(null));
    assert!(body["expiresAt"].as_str().unwrap().ends_with('Z'), "{body}");
    assert_eq!(answer.header("cache-control"), "no-store");

    let png = tenant.get("/api/support/pair/qr?format=image").await;
    assert_eq!(png.header("content-type"), "image/png");
    let link = "https://wa.me/settings/linked_devices#";
    let bare = tenant.qr("support").await;
    assert_eq!(read(&png.bytes), format!("{link}{bare}"));
    let svg = tenant.get("/api/support/pair/qr?format=svg").await;
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text().starts_with("<svg "));
    tenant
        .get("/api/support/pair/qr?format=gif")
        .await
        .refused(400, "invalid_format");
    tenant
        .get("/api/nobody/pair/qr")
        .await
        .refused(404, "session_not_found");
}

#[tokio::test]
async fn an_operator_can_have_codes_drawn_without_whatsapps_link() {
    let service = TestService::start_with(|config| config.qr_link = false).await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let bare = tenant.qr("support").await;
    let png = tenant.get("/api/support/pair/qr?format=image").await;
    assert_eq!(read(&png.bytes), bare);
}

fn read(png: &[u8]) -> String {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let side = usize::try_from(reader.next_frame(&mut pixels).unwrap().width).unwrap();
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
    image.detect_grids()[0].decode().unwrap().1
}

#[tokio::test]
async fn a_person_continues_with_new_codes_after_a_timeout() {
    let service = TestService::start_at_speed(100.0).await;
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let (name, token) = (
        widget["session"].as_str().unwrap(),
        widget["widgetToken"].as_str().unwrap(),
    );
    let page = service.open(token).await;
    assert_eq!(page.status, 200);
    let mut live = service.live(token).await;
    live.until("timed_out").await;
    let session = tenant.get(&format!("/api/sessions/{name}")).await.data(200);
    assert_eq!(session["statusReason"], "QR_TIMEOUT");

    let renewed = renew(&service, token).await;
    assert_eq!(renewed, 202);
    live.until("qr").await;
    service.scan(ANA, &tenant.qr(name).await).await.data(200);
    live.until("connected").await;
    let shown = service
        .app
        .store
        .events(&"default".into(), name)
        .await
        .unwrap()
        .iter()
        .filter(|event| event.0 == "session.qr")
        .count();
    assert!(
        shown >= 7,
        "six codes and a new first one, one event each: {shown}"
    );
}

#[tokio::test]
async fn a_number_other_than_the_expected_one_is_unlinked_at_once() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant
        .create_widget_session(json!({"mode": "qr", "phoneNumber": "+55 21 98888-0002"}))
        .await;
    let (name, token) = (
        widget["session"].as_str().unwrap(),
        widget["widgetToken"].as_str().unwrap(),
    );
    assert_eq!(service.open(token).await.status, 200);
    let mut live = service.live(token).await;
    service.scan(ANA, &tenant.qr(name).await).await.data(200);
    let view = live.until("failed").await;
    assert_eq!(view["reason"], "wrong_number");
    let session = service
        .settled(name, Status::Disconnected(Reason::LoggedOut))
        .await;
    assert_eq!(session.account(), None);

    assert_eq!(renew(&service, token).await, 202);
    live.until("qr").await;
    service
        .scan("+5521988880002", &tenant.qr(name).await)
        .await
        .data(200);
    live.until("connected").await;
}

async fn renew(service: &TestService, token: &str) -> u16 {
    let request = reqwest::Client::new()
        .post(format!("{}/widget/renew", service.url))
        .bearer_auth(token);
    request.send().await.unwrap().status().as_u16()
}
