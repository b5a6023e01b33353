//! A page that is reloaded continues while its link lives.

use anyhow::Result;
use protocol::languages::english;
use serde_json::json;
use titan_e2e::{Browser, HostPage, Service, WidgetPage};

#[tokio::test]
async fn at_top_level_a_reload_shows_the_code_again() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    let address = widget.wait_clean_address().await?;
    assert_eq!(
        address,
        service.url(&format!("/widget/connect/{}", link.id))
    );

    browser.refresh().await?;
    widget.wait_step(&["qr"]).await?;
    ana.scan_screen(&browser).await?;
    widget.wait_step(&["connected"]).await?;

    browser.refresh().await?;
    widget.wait_step(&["connected"]).await?;
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}

#[tokio::test]
async fn a_reloaded_host_page_shows_the_widget_again() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    host.show(&browser, &link).await?;

    browser.refresh().await?;
    host.wait_for(&browser, 0, "ready").await?;
    ana.scan_screen(&browser).await?;

    host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn another_browser_with_only_the_clean_address_gets_nothing() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let (mine, other) = (Browser::chromium().await?, Browser::chromium().await?);
    mine.open(&link).await?;
    let address = WidgetPage::in_window(&mine).wait_clean_address().await?;
    mine.read_qr().await?;

    other.goto(address.as_str()).await?;
    let page = WidgetPage::in_window(&other);
    page.wait_step(&["lost"]).await?;
    let text = page.text().await?;
    assert!(text.contains(english().lost().title), "it shows: {text}");
    assert!(
        other.take_screenshot().await?.qr_codes().is_empty(),
        "a code is shown without the token"
    );
    Ok(())
}
