//! Linking without a camera: the person types a number, gets a code, and types that on the phone.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use thirtyfour::By;
use titan_e2e::{Browser, HostPage, Phone, Service, WidgetPage};

/// As a person would type Ana's number.
const ANA_AS_TYPED: &str = "+55 11 99999-0001";

#[tokio::test]
async fn a_typed_number_gets_a_code_that_links_the_phone() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    host.show(&browser, &link).await?;

    browser.enter_frame(0).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.open_phone_tab().await?;
    widget.request_code(ANA_AS_TYPED).await?;
    ana.enter_code(&widget.phone_code().await?).await?;

    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(
        (&session["method"], &session["phoneNumber"]),
        (&json!("pairing"), &json!(ana.number))
    );
    widget.wait_step(&["connected"]).await?;
    browser.enter_default_frame().await?;
    let message = host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(
        (&message.data["method"], &message.data["phoneNumber"]),
        (&json!("pairing"), &json!(ana.number))
    );
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_trunk_zero_after_the_country_code_is_accepted() -> Result<()> {
    const BERND: &str = "+4915112340021";
    let service = Service::start().await?;
    let bernd = Phone::create(&service.startup().service_url, BERND, "Bernd").await?;
    let tenant = service.tenant();
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);

    widget.open_phone_tab().await?;
    widget.request_code("+49 (0)151 12340021").await?;
    let code = widget.phone_code().await?;
    widget.wait_text("+49 •••• 0021").await?;
    bernd.enter_code(&code).await?;

    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["phoneNumber"], BERND);
    widget.wait_step(&["connected"]).await.map(drop)
}

#[tokio::test]
async fn a_local_number_is_read_as_one_of_the_picked_country() -> Result<()> {
    const OLGA: &str = "+79123456608";
    let service = Service::start().await?;
    let olga = Phone::create(&service.startup().service_url, OLGA, "Olga").await?;
    let browser = Browser::chromium().await?;
    browser.goto(link(&service).await?).await?;
    let widget = WidgetPage::in_window(&browser);

    widget.open_phone_tab().await?;
    browser.find(By::Css("#country")).await?.click().await?;
    let search = browser.find(By::Css("#search")).await?;
    search.send_keys("russia\u{e007}").await?;
    widget.request_code("8 912 345-66-08").await?;
    olga.enter_code(&widget.phone_code().await?).await?;
    widget.wait_step(&["connected"]).await.map(drop)
}

#[tokio::test]
async fn qr_code_and_phone_code_are_live_at_the_same_time() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);

    widget.open_phone_tab().await?;
    widget.request_code(ANA_AS_TYPED).await?;
    let code = widget.phone_code().await?;
    widget.open_qr_tab().await?;
    browser.read_qr().await?;
    widget.click(english().tab_phone()).await?;
    assert_eq!(
        widget.phone_code().await?,
        code,
        "opening the QR tab keeps the phone code"
    );
    widget.open_qr_tab().await?;
    ana.scan_screen(&browser).await?;

    widget.wait_step(&["connected"]).await?;
    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["method"], "qr");
    Ok(())
}

#[tokio::test]
async fn a_code_is_shown_again_after_a_reload() -> Result<()> {
    let service = Service::start().await?;
    let (browser, widget_link) = (Browser::chromium().await?, link(&service).await?);
    browser.goto(widget_link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.open_phone_tab().await?;
    widget.request_code(ANA_AS_TYPED).await?;
    let code = widget.phone_code().await?;

    browser.refresh().await?;

    assert_eq!(widget.phone_code().await?, code);
    service.ana().enter_code(&code).await?;
    widget.wait_step(&["connected"]).await.map(drop)
}

#[tokio::test]
async fn when_whatsapp_throttles_codes_the_qr_code_is_offered() -> Result<()> {
    let service = Service::start().await?;
    service
        .inject_fault(json!({ "throttleCodes": { "times": 1 } }))
        .await?;
    let (browser, widget_link) = (Browser::chromium().await?, link(&service).await?);
    browser.goto(widget_link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.open_phone_tab().await?;
    widget.request_code(ANA_AS_TYPED).await?;

    let throttled = english().failure("throttled");
    widget.wait_text(throttled.title).await?;
    widget.click(throttled.next).await?;
    service.ana().scan_screen(&browser).await?;
    widget.wait_step(&["connected"]).await.map(drop)
}

#[tokio::test]
async fn codes_for_one_number_are_limited() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    let widget = WidgetPage::in_window(&browser);
    browser.goto(link(&service).await?).await?;
    widget.open_phone_tab().await?;
    widget.request_code(ANA_AS_TYPED).await?;
    widget.phone_code().await?;

    browser.goto(link(&service).await?).await?;
    widget.open_phone_tab().await?;
    widget.request_code(ANA_AS_TYPED).await?;

    widget
        .wait_text(english().failure("code_limit").title)
        .await?;
    widget
        .wait_text(
            english()
                .phone_possible()
                .split('{')
                .next()
                .unwrap_or_default(),
        )
        .await
}

#[tokio::test]
async fn an_impossible_number_is_reported_next_to_the_field() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    let widget = WidgetPage::in_window(&browser);
    browser.goto(link(&service).await?).await?;
    widget.open_phone_tab().await?;
    for (number, reason) in [("+55 11 91", "too_short"), ("+1 111 111 1111", "invalid")] {
        widget.request_code(number).await?;
        let sentence = english().number_error("invalid_phone_number", reason);
        widget.wait_text(sentence).await?;
        let focused = browser.value("document.activeElement.id").await?;
        assert_eq!(focused, Value::from("number"), "after {reason}");
    }
    Ok(())
}

async fn link(service: &Service) -> Result<String> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    Ok(link.url)
}
