//! Robots that fetch a link for a preview do not start its session; any browser of a person does.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Service, WidgetPage, browser, tenant};

#[tokio::test]
async fn a_link_that_a_robot_has_fetched_still_works() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    for _ in 0..3 {
        let preview = tenant::http().get(&link.url).send().await?;
        assert_eq!(preview.status(), 200);
    }
    let session = tenant.session(&link.session).await?;
    assert_eq!(session["status"], "DISCONNECTED", "{session}");

    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    ana.scan_screen(&browser).await?;
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}

/// Over plain HTTP to another machine, browsers do not send the headers about navigation; older ones never do.
#[tokio::test]
async fn a_browser_without_navigation_headers_shows_the_code() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser
        .goto(link.url.replacen("127.0.0.1", browser::INSECURE_HOST, 1))
        .await?;
    let boot = "JSON.parse(document.querySelector('#boot').textContent)";
    assert_eq!(
        browser
            .value(&format!("[{boot}.started, {boot}.view.step]"))
            .await?,
        json!([false, "preparing"])
    );

    WidgetPage::in_window(&browser).wait_step(&["qr"]).await?;
    ana.scan_screen(&browser).await?;
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}
