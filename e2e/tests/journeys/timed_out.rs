//! The codes expire before the person scans one, and the person continues with a new one.

use anyhow::Result;
use titan_e2e::{Browser, HostPage, Setup, WidgetPage};

#[tokio::test]
async fn after_the_codes_have_expired_a_new_one_can_be_requested_and_scanned() -> Result<()> {
    let service = Setup::default().speed(20).start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    browser.goto(host.embed(&[&link.url])).await?;
    let first = tenant.qr(&link.session).await?;

    browser.enter_frame(0).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["timed_out"]).await?;
    let session = tenant.wait_status(&link.session, "DISCONNECTED").await?;
    assert_eq!(session["statusReason"], "QR_TIMEOUT");

    widget.click("Show a new code").await?;
    widget.wait_step(&["qr"]).await?;
    browser.enter_default_frame().await?;
    let scanned = ana.scan_screen(&browser).await?;

    assert_ne!(scanned, first, "the old code must not be shown again");
    tenant.wait_status(&link.session, "CONNECTED").await?;
    host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}
