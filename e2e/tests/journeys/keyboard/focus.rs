//! Where the focus goes when something else takes the place of what has it.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use thirtyfour::{By, Key};
use titan_e2e::{Browser, HostPage, Service, WidgetPage};

use super::{tab_to, wait_focus};

const CODE_SVG: &str = "<svg viewBox=\"0 0 69 69\"><path d=\"M4 4h17v17H4z\"/></svg>";

#[tokio::test]
async fn the_focus_moves_to_what_takes_the_place_of_a_button() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let link = service.tenant().create_widget_session(json!({})).await?;
    let first = json!({ "seq": 1000, "step": "preparing", "phoneCode": null, "signup": null });
    browser.fake_view(first).await?;
    let widget = WidgetPage::in_window(&browser);
    let connected = json!({
        "step": "connected", "method": "qr", "phoneNumber": "+5511999990001", "pushName": "Ana", "callback": null
    });
    for (focused, view, place) in [
        (english().cancel(), connected, ".notice h2"),
        (english().cancel(), json!({ "step": "expired" }), ".page h1"),
        (
            english().tab_qr(),
            json!({ "step": "timed_out" }),
            ".notice .button",
        ),
        (
            english().iphone(),
            json!({ "step": "scanned" }),
            ".notice h2",
        ),
    ] {
        browser.open(&link).await?;
        widget.wait_started().await?;
        browser.show_view(code()).await?;
        widget.wait_step(&["qr"]).await?;
        tab_to(&browser, focused).await?;
        browser.show_view(view).await?;
        wait_focus(&browser, place).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_focus_moves_to_the_new_code() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let link = service.tenant().create_widget_session(json!({})).await?;
    let timed_out = json!({ "seq": 1000, "step": "timed_out", "phoneCode": null, "signup": null });
    browser.fake_view(timed_out).await?;
    browser.open(&link).await?;
    WidgetPage::in_window(&browser)
        .wait_step(&["timed_out"])
        .await?;
    tab_to(&browser, english().timed_out().next).await?;
    browser.press_key(Key::Enter).await?;
    wait_focus(&browser, "#panel").await
}

fn code() -> Value {
    json!({ "step": "qr", "svg": CODE_SVG, "remainingMs": 60_000, "lastsMs": 60_000 })
}

#[tokio::test]
async fn a_frame_leaves_the_focus_to_its_host() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let fields = json!({ "allowedOrigins": [host.origin], "phoneNumber": "+5531977770003" });
    let link = service.tenant().create_widget_session(fields).await?;
    let browser = Browser::chromium().await?;
    let body = format!(
        "<input id=field><iframe title=Widget src=\"{}\"></iframe>",
        link.url
    );
    browser.goto(host.page("", &body)).await?;
    host.wait_for(&browser, 0, "ready").await?;
    browser.find(By::Id("field")).await?.click().await?;
    // The result has a button, which takes the focus in a window of its own.
    let qr = service.tenant().qr(&link.session).await?;
    service.bia().scan(&qr).await?;
    browser.enter_frame(0).await?;
    let widget = WidgetPage::in_window(&browser);
    widget
        .button(english().failure("wrong_number").next)
        .await?;
    browser.wait_until_still().await?;
    browser.enter_default_frame().await?;
    let focused = browser.value("document.activeElement.id").await?;
    assert_eq!(focused, "field");
    Ok(())
}
