//! The arrow keys open the tabs, in the direction in which the page is written.

use anyhow::Result;
use serde_json::json;
use thirtyfour::Key;
use titan_e2e::{Browser, Service, WidgetPage};

use super::{tab_to_element, wait_focus};

#[tokio::test]
async fn the_arrow_keys_follow_the_direction_of_the_page() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    for (language, next, previous) in [("en", Key::Right, Key::Left), ("ar", Key::Left, Key::Right)]
    {
        let link = service.tenant().create_widget_session(json!({})).await?;
        browser
            .goto(format!("{}&locale={language}", link.url))
            .await?;
        WidgetPage::in_window(&browser).wait_started().await?;
        tab_to_element(&browser, "#tab-qr").await?;
        for (key, tab) in [
            (&next, "pairing"),
            (&next, "cloud-api"),
            (&next, "qr"),
            (&previous, "cloud-api"),
            (&previous, "pairing"),
            (&Key::Home, "qr"),
            (&Key::End, "cloud-api"),
        ] {
            browser.press_key(key.clone()).await?;
            let selected = format!("#tab-{tab}[aria-selected=true]");
            wait_focus(&browser, &selected).await?;
            let open = browser
                .value("document.documentElement.dataset.tab")
                .await?;
            assert_eq!(open, tab, "in {language}");
        }
    }
    Ok(())
}
