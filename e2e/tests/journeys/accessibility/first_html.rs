//! The page as the service sends it, before the widget has replaced its parts.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Audit, Browser, Service, WidgetPage};

use super::LANGUAGES;

#[tokio::test]
async fn the_first_html_is_accessible() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    browser.block_addresses(&["*.wasm*"]).await?;
    let widget = WidgetPage::in_window(&browser);
    for language in LANGUAGES {
        let mut audit = Audit::start(&browser, language).await?;
        for mode in ["qr", "pairing", "cloud-api", "all"] {
            let link = json!({ "mode": mode });
            let link = service.tenant().create_widget_session(link).await?;
            browser
                .goto(format!("{}&locale={language}", link.url))
                .await?;
            widget.wait_clean_address().await?;
            audit.check(mode).await?;
        }
        audit.finish(4)?;
    }
    Ok(())
}
