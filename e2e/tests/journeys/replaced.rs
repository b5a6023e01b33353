//! A page whose live stream newer pages of the same link have replaced: it shows what it showed, and connects again only
//! when the person returns to it.

use anyhow::{Result, ensure};
use serde_json::json;
use titan_e2e::{Browser, Service, WidgetPage, wait};

/// The shortest pause before a lost stream is opened again.
const FIRST_PAUSE_MS: u64 = 1000;

#[tokio::test]
async fn a_replaced_page_waits_for_the_person() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    let shown = json!({ "seq": 1, "step": "preparing", "phoneCode": null, "signup": null });
    browser.fake_view(shown).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.wait_step(&["preparing"]).await?;
    let text = widget.text().await?;
    browser.replace_stream().await?;

    // The page listens to the person from when it has read the stream's end.
    let returned = wait::until("the page to connect again", || async {
        browser
            .value("document.dispatchEvent(new Event('visibilitychange'))")
            .await?;
        let (opened, pauses) = browser.opened_streams().await?;
        Ok((opened > 1).then_some((opened, pauses)))
    });
    let (opened, pauses) = returned.await?;
    ensure!(opened == 2, "it opened {opened} streams");
    ensure!(
        pauses.iter().all(|pause| *pause < FIRST_PAUSE_MS),
        "it did not wait for the person alone: {pauses:?}"
    );
    ensure!(widget.text().await? == text, "the page told of it");
    Ok(())
}
