//! Every state of the tab for Meta's signup, for the contact sheet.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use titan_e2e::contact_sheet::ContactSheet;
use titan_e2e::{Browser, Service, WidgetPage};

#[tokio::test]
async fn every_state_of_the_signup_tab_is_on_the_sheet() -> Result<()> {
    let mut sheet = ContactSheet::of_tab("signup")?;
    let service = Service::start().await?;
    for (state, signup, title) in states() {
        let browser = Browser::chromium().await?;
        let view = json!({"seq": 9, "step": "preparing", "phoneCode": null, "signup": signup});
        browser.fake_view(view).await?;
        let widget = open_tab(&service, &browser).await?;
        widget.wait_text(title).await?;
        sheet.add(sheet.photograph(state, &browser).await?);
    }
    let browser = Browser::chromium().await?;
    let widget = open_tab(&service, &browser).await?;
    browser.value("window.open = () => null").await?;
    widget.click(english().cloud_start().next).await?;
    widget.wait_text(english().cloud_blocked().title).await?;
    sheet.add(sheet.photograph("blocked", &browser).await?);
    sheet.finish()?;
    Ok(())
}

/// Each state as the service sends it, and the title that the person reads.
fn states() -> Vec<(&'static str, Value, &'static str)> {
    let words = english();
    let signup = |state: &str, numbers: Value, problem: Value, remedy: Value| json!({"state": state, "numbers": numbers, "problem": problem, "remedy": remedy});
    let plain = |state: &str| signup(state, json!([]), json!(null), json!(null));
    let stopped =
        |problem: &str, remedy: &str| signup("stopped", json!([]), json!(problem), json!(remedy));
    let numbers = json!([
        {"id": "1", "phoneNumber": "+5511912345678", "name": "Padaria Azul"},
        {"id": "2", "phoneNumber": "+4915112340021", "name": null},
    ]);
    vec![
        ("start", json!(null), words.cloud_start().title),
        ("working", plain("working"), words.cloud_working().title),
        (
            "choosing",
            signup("choosing", numbers, json!(null), json!(null)),
            words.cloud_choosing().title,
        ),
        (
            "no-number",
            plain("no_number"),
            words.cloud_no_number().title,
        ),
        ("pin", plain("needs_pin"), words.cloud_needs_pin().title),
        (
            "expired",
            stopped("code_expired", "sign_up_again"),
            words.problem("code_expired").title,
        ),
        (
            "unavailable",
            stopped("meta_unavailable", "try_again"),
            words.problem("meta_unavailable").title,
        ),
        (
            "taken",
            stopped("number_already_connected", "none"),
            words.problem("number_already_connected").title,
        ),
    ]
}

async fn open_tab<'a>(service: &Service, browser: &'a Browser) -> Result<WidgetPage<'a>> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(browser);
    widget.wait_started().await?;
    widget.click(english().tab_cloud()).await?;
    Ok(widget)
}
