//! Browsers that store nothing, and that no response sets a cookie. Separate storage for each host is what browsers do
//! by default, so every other journey covers it.

use anyhow::{Context as _, Result};
use protocol::languages::english;
use serde_json::json;
use titan_e2e::{Browser, Engine, HostPage, Service, Storage, WidgetPage};

const IS_BLOCKED: &str =
    "(() => { try { sessionStorage.getItem(''); return false } catch { return true } })()";

async fn a_number_is_linked_without_storage(engine: Engine) -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::with_storage(engine, Storage::Blocked).await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    assert_eq!(browser.value(IS_BLOCKED).await?, true, "the setting works");
    browser.enter_default_frame().await?;
    service.ana().scan_screen(&browser).await?;
    host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(host.successes(&browser).await?.len(), 1);

    // Only the address had the token, and it has left it.
    let link = tenant.create_widget_session(json!({})).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["qr"]).await?;
    widget.wait_clean_address().await?;
    browser.refresh().await?;
    widget.wait_step(&["lost"]).await?;
    widget.wait_text(english().lost().title).await?;
    // The page cannot know the company any more, so it does not name it.
    let what_to_do = english().lost().why.rsplit("{tenant}").next();
    let what_to_do = what_to_do.context("the sentence has an end")?;
    widget.wait_text(what_to_do).await
}

#[tokio::test]
async fn chromium_links_a_number_without_storage() -> Result<()> {
    a_number_is_linked_without_storage(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_links_a_number_without_storage() -> Result<()> {
    a_number_is_linked_without_storage(Engine::Firefox).await
}

/// Every response of the service, from the loader to the last message; `server/tests/api` checks every call.
#[tokio::test]
async fn no_response_of_a_journey_sets_a_cookie() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    ana.scan_screen(&browser).await?;
    WidgetPage::in_window(&browser)
        .wait_step(&["connected"])
        .await?;
    let responses = browser.response_headers().await?;
    assert!(responses.len() > 5, "the log has the responses");
    for (name, value) in responses.iter().flatten() {
        assert!(!name.eq_ignore_ascii_case("set-cookie"), "{value}");
    }
    let cookies = browser.get_all_cookies().await.context("the cookies")?;
    assert_eq!(cookies.len(), 0, "{cookies:?}");
    Ok(())
}
