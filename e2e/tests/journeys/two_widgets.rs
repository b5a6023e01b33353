//! Two widgets on one page work independently of each other.

use anyhow::Result;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::{Browser, HostPage, Message, Phone, Service, Tenant};

#[tokio::test]
async fn each_widget_connects_its_own_session_and_posts_its_own_messages() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, host) = (service.tenant(), HostPage::open().await?);
    let open = |name: &'static str| {
        tenant
            .create_widget_session(json!({ "sessionName": name, "allowedOrigins": [host.origin] }))
    };
    let (left, right) = (open("sales").await?, open("support").await?);
    let browser = Browser::chromium().await?;
    browser.goto(host.embed(&[&left.url, &right.url])).await?;
    host.wait_for(&browser, 0, "ready").await?;
    host.wait_for(&browser, 1, "ready").await?;

    let frames = browser.find_all(By::Tag("iframe")).await?;
    let [left_frame, right_frame] = frames.as_slice() else {
        anyhow::bail!("not two frames")
    };
    let (ana, bia) = (service.ana(), service.bia());
    bia.scan(&browser.read_qr_in(right_frame).await?).await?;
    check_connected(
        &host.wait_for(&browser, 1, "connected").await?,
        "support",
        &bia,
    );
    let count = host.successes(&browser).await?.len();
    assert_eq!(count, 1, "the other widget has posted nothing yet");

    ana.scan(&browser.read_qr_in(left_frame).await?).await?;
    check_connected(
        &host.wait_for(&browser, 0, "connected").await?,
        "sales",
        &ana,
    );

    let successes: Vec<_> = host
        .successes(&browser)
        .await?
        .into_iter()
        .map(|message| (message.frame, message.data["session"].clone()))
        .collect();
    assert_eq!(successes, [(1, json!("support")), (0, json!("sales"))]);
    check_business(&tenant).await
}

fn check_connected(message: &Message, session: &str, phone: &Phone) {
    assert_eq!(message.data["session"], session);
    assert_eq!(message.data["phoneNumber"], json!(phone.number));
}

async fn check_business(tenant: &Tenant) -> Result<()> {
    let business = tenant.wait_status("support", "CONNECTED").await?;
    assert_eq!(business["platform"], "smba");
    assert_eq!(business["businessName"], "Padaria Pão Doce");
    Ok(())
}
