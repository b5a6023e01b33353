//! Meta's signup under Facebook's own host names, with the origin check and the policy that are shipped.

use anyhow::Result;
use protocol::languages::english;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::facebook::Sdk;
use titan_e2e::{Browser, Engine, Facebook, HostPage, Meta, MetaWindow, WidgetPage, wait};

use super::signup::{start_signup, with_business};

async fn signs_up_in_a_frame(engine: Engine, origin: &str) -> Result<()> {
    let ((service, facebook), host) = (Facebook::start().await?, HostPage::open().await?);
    with_business(&service, json!({"messageOrigin": origin})).await?;
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::with_facebook(engine, &facebook).await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    start_signup(&browser).await?;

    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["method"], "cloud-api", "{session}");
    browser.enter_default_frame().await?;
    host.wait_for(&browser, 0, "connected").await.map(drop)
}

#[tokio::test]
async fn chromium_signs_up_in_a_frame() -> Result<()> {
    signs_up_in_a_frame(Engine::Chromium, "https://www.facebook.com").await
}

#[tokio::test]
async fn firefox_signs_up_in_a_frame() -> Result<()> {
    signs_up_in_a_frame(Engine::Firefox, "https://web.facebook.com").await
}

/// Which number a window at `origin` names, of the two that the person granted.
async fn chooses(origin: &str) -> Result<Option<String>> {
    let (service, facebook) = Facebook::start().await?;
    let meta = Meta::of(&service);
    let numbers = json!([{"phoneNumber": "+5511912340077"}, {"phoneNumber": "+5511912340078"}]);
    let business = json!({"name": "Padaria Azul", "numbers": numbers});
    meta.call("businesses", business).await?;
    let auto = json!({"number": "5511912340078"});
    let dialog = json!({"auto": auto, "messageOrigin": origin});
    meta.call("dialogs", dialog).await?;
    let tenant = service.tenant();
    let fields = json!({"mode": "cloud-api"});
    let link = tenant.create_widget_session(fields).await?;
    let browser = Browser::with_facebook(Engine::Chromium, &facebook).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.click(english().cloud_start().next).await?;

    wait::until("a number, or the question which one", || async {
        if widget
            .text()
            .await?
            .contains(english().cloud_choosing().title)
        {
            return Ok(Some(None));
        }
        let session = tenant.session(&link.session).await?;
        let number = session["phoneNumber"].as_str().map(str::to_owned);
        Ok(number.map(Some))
    })
    .await
}

/// The code comes from the SDK all the same, so the person has to choose here.
#[tokio::test]
async fn only_facebooks_hosts_can_name_a_number() -> Result<()> {
    for (origin, named) in [
        ("https://business.facebook.com", Some("+5511912340078")),
        ("https://evilfacebook.com", None),
        ("https://www.facebook.com.evil.test", None),
    ] {
        let chosen = chooses(origin).await?;
        assert_eq!(chosen.as_deref(), named, "{origin}");
    }
    Ok(())
}

/// Meta's SDK asks its own host whether the person has logged in after all.
#[tokio::test]
async fn a_window_that_is_closed_breaks_no_policy() -> Result<()> {
    let (service, facebook) = Facebook::start().await?;
    let tenant = service.tenant();
    let fields = json!({"mode": "cloud-api"});
    let link = tenant.create_widget_session(fields).await?;
    let browser = Browser::with_facebook(Engine::Chromium, &facebook).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    browser.record_policy_violations().await?;
    widget.click(english().cloud_start().next).await?;
    MetaWindow::wait(&browser).await?.close().await?;
    widget.wait_text(english().cloud_closed()).await?;
    let violations = browser.value("window.policyViolations").await?;
    assert_eq!(violations, json!([]));
    Ok(())
}

/// A filter of the browser or the network; also what an app's own browser does that opens no windows.
async fn signs_up_without_the_sdk(engine: Engine, sdk: Sdk) -> Result<()> {
    let (service, facebook) = Facebook::start_with(sdk).await?;
    with_business(&service, json!({})).await?;
    let tenant = service.tenant();
    let fields = json!({"mode": "cloud-api"});
    let link = tenant.create_widget_session(fields).await?;
    let browser = Browser::with_facebook(engine, &facebook).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.wait_text(english().cloud_no_sdk().title).await?;

    let to_facebook = browser.find(By::LinkText(english().cloud_go_to())).await?;
    to_facebook.click().await?;

    widget.wait_step(&["connected"]).await?;
    let address = browser.current_url().await?;
    assert_eq!(
        address.origin().ascii_serialization(),
        service.startup().service_url
    );
    assert_eq!(address.query(), None, "{address}");
    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["method"], "cloud-api", "{session}");
    Ok(())
}

#[tokio::test]
async fn chromium_signs_up_without_the_sdk() -> Result<()> {
    signs_up_without_the_sdk(Engine::Chromium, Sdk::Refused).await
}

#[tokio::test]
async fn firefox_signs_up_without_the_sdk() -> Result<()> {
    signs_up_without_the_sdk(Engine::Firefox, Sdk::Refused).await
}

#[tokio::test]
async fn an_sdk_that_never_comes_is_not_waited_for() -> Result<()> {
    signs_up_without_the_sdk(Engine::Chromium, Sdk::Silent).await
}

/// Who gives up on Facebook's page comes back to the tab, and can start again.
#[tokio::test]
async fn who_gives_up_on_facebooks_page_comes_back() -> Result<()> {
    let (service, facebook) = Facebook::start_with(Sdk::Refused).await?;
    let meta = Meta::of(&service);
    meta.add_business("+5511912340077").await?;
    let auto = json!({"finish": "CANCEL", "step": "PHONE_NUMBER_SETUP"});
    meta.call("dialogs", json!({"auto": auto})).await?;
    let auto = json!({"number": "5511912340077"});
    meta.call("dialogs", json!({"auto": auto})).await?;
    let tenant = service.tenant();
    let fields = json!({"mode": "cloud-api"});
    let link = tenant.create_widget_session(fields).await?;
    let browser = Browser::with_facebook(Engine::Chromium, &facebook).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    for _ in 0..2 {
        widget.wait_started().await?;
        widget.wait_text(english().cloud_no_sdk().title).await?;
        browser.execute("window.isOld = true", vec![]).await?;
        let to_facebook = browser.find(By::LinkText(english().cloud_go_to())).await?;
        to_facebook.click().await?;
        wait::until("the widget's page again", || async {
            let is_again = "window.isOld !== true && !!document.querySelector('#card')";
            Ok((browser.value(is_again).await? == true).then_some(()))
        })
        .await?;
    }
    widget.wait_step(&["connected"]).await.map(drop)
}
