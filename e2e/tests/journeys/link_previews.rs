//! Who gets a code: the person who opens a link, in whatever browser, and no robot before them.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Service, WidgetPage, browser, tenant};

#[tokio::test]
async fn a_link_that_a_robot_has_fetched_is_as_good_as_new() -> Result<()> {
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
    browser.goto(link.url.as_str()).await?;
    ana.scan_screen(&browser).await?;
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}

/// Over plain http to another machine browsers do not say that a person navigates, and older ones never do.
#[tokio::test]
async fn a_browser_that_says_nothing_of_itself_shows_the_code_all_the_same() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser
        .goto(link.url.replacen("127.0.0.1", browser::PLAIN_HOST, 1))
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
