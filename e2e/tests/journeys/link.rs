//! The main journey: a person scans the QR code in the widget, and the host page gets the result.

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::{Browser, HostPage, Phone, Service, WidgetPage};

#[tokio::test]
async fn scanning_the_code_connects_the_number_and_is_reported_to_the_host_once() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant
        .create_widget_session(json!({ "sessionName": "support", "allowedOrigins": [host.origin], "state": "order 7" }))
        .await?;
    let browser = Browser::chromium().await?;
    host.show(&browser, &link).await?;

    ana.scan_screen(&browser).await?;

    check_session(&tenant.wait_status("support", "CONNECTED").await?, &ana);
    let message = host.wait_for(&browser, 0, "connected").await?;
    let frame_origin = &service.startup().service_url;
    assert_eq!(&message.origin, frame_origin, "as the browser reports it");
    let expected = json!({
        "type": "titan:widget", "version": 1, "event": "connected", "status": "connected",
        "session": "support", "method": "qr", "phoneNumber": ana.number, "state": "order 7",
    });
    assert_eq!(message.data, expected);

    // All messages have been posted once the widget shows the last step; only then can they be counted.
    browser.enter_frame(0).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["connected"]).await?;
    browser.enter_default_frame().await?;
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}

fn check_session(session: &Value, phone: &Phone) {
    assert_eq!(session["phoneNumber"], json!(phone.number));
    assert_eq!(session["pushName"], json!(phone.name));
    assert_eq!(session["method"], "qr");
    let lid = session["lid"].as_str().unwrap_or_default();
    assert!(lid.ends_with("@lid"), "lid: {lid}");
}

#[tokio::test]
async fn a_host_whose_origin_the_tenant_did_not_name_gets_no_number() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.goto(host.embed(&[&link.url])).await?;

    ana.scan_screen(&browser).await?;

    let message = host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(message.data["session"], json!(link.session));
    assert!(
        message.data["phoneNumber"].is_null(),
        "posted to any page that embeds it: {}",
        message.data
    );
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}

#[tokio::test]
async fn a_page_that_is_not_allowed_cannot_embed_the_widget() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, stranger, browser) = (
        service.tenant(),
        HostPage::open().await?,
        Browser::chromium().await?,
    );
    let link = tenant
        .create_widget_session(json!({ "allowedOrigins": ["https://app.example.com"] }))
        .await?;

    browser.goto(stranger.embed(&[&link.url])).await?;
    browser.enter_frame(0).await?;

    // Chromium shows its own error page in the frame; the widget's card is not in it.
    let address = browser.value("location.href").await?;
    assert_eq!(address, json!("chrome-error://chromewebdata/"));
    assert_eq!(WidgetPage::in_window(&browser).step().await?, None);
    Ok(())
}
