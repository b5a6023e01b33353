//! A page reloaded in the middle finds its way back while the link lives.

use anyhow::Result;
use protocol::words::words;
use serde_json::json;
use titan_e2e::{Browser, HostPage, Service, WidgetPage};

#[tokio::test]
async fn at_top_level_a_reload_shows_the_code_again() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.goto(link.url.as_str()).await?;
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
    let link = tenant
        .create_widget_session(json!({ "allowedOrigins": [host.origin] }))
        .await?;
    let browser = Browser::chromium().await?;
    browser.goto(host.embed(&[&link.url])).await?;
    host.wait_for(&browser, 0, "ready").await?;

    browser.refresh().await?;
    host.wait_for(&browser, 0, "ready").await?;
    ana.scan_screen(&browser).await?;

    host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn another_browser_that_has_only_the_clean_address_learns_nothing() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let (mine, other) = (Browser::chromium().await?, Browser::chromium().await?);
    mine.goto(link.url.as_str()).await?;
    let address = WidgetPage::in_window(&mine).wait_clean_address().await?;
    mine.read_code().await?;

    other.goto(address.as_str()).await?;
    let page = WidgetPage::in_window(&other);
    page.wait_step(&["lost"]).await?;
    let text = page.text().await?;
    assert!(text.contains(words("en").lost.title), "it says: {text}");
    assert!(
        other.picture().await?.codes().is_empty(),
        "a code is shown to someone without the link"
    );
    Ok(())
}
