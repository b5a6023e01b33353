//! The pages around the widget: a host with the loader's dialog, the playground, and the sandbox's phone.

use anyhow::Result;
use titan_e2e::{Audit, Browser, HostPage, Service, wait};

#[tokio::test]
async fn the_loaders_dialog_is_accessible() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let link = service
        .tenant()
        .create_widget_session_for(&host.origin)
        .await?;
    let browser = Browser::chromium().await?;
    let mut audit = Audit::start(&browser, "host").await?;
    let body = format!(
        "<main><h1>Channels</h1></main><script src=\"{}\"></script>\
         <script>TitanWidget.open({{ url: '{}', title: 'Link WhatsApp' }})</script>",
        service.url("/widget/loader.js"),
        link.url
    );
    browser.goto(host.page("", &body)).await?;
    host.wait_for(&browser, 0, "ready").await?;
    audit.check_themes("dialog").await?;
    audit.finish(1)
}

#[tokio::test]
async fn the_pages_for_developers_are_accessible() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let mut audit = Audit::start(&browser, "developers").await?;
    for page in [
        service.startup().playground_url.clone(),
        service.url("/sandbox/"),
    ] {
        browser.goto(&page).await?;
        wait::until("the page", || async {
            let is_complete = browser.value("document.readyState === 'complete'").await?;
            Ok((is_complete == true).then_some(()))
        })
        .await?;
        audit.check_themes(&page).await?;
    }
    audit.finish(2)
}
