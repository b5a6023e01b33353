//! Every row of docs/FAILURES.md that the network or a phone can cause: the person reads what happened, why and what to
//! do next, and the page is on the contact sheet. `proxy_refused` is not here: it needs a proxy.

use anyhow::{Result, ensure};
use protocol::languages::english;
use protocol::words::fill;
use serde_json::{Value, json};
use titan_e2e::contact_sheet::{ContactSheet, Row};
use titan_e2e::phone::Scan;
use titan_e2e::{Browser, Phone, Service, WidgetPage};

/// The name of the tenant in `dev`.
const TENANT: &str = "Acme Helpdesk";

/// The most linked devices of a phone.
const DEVICES: usize = 4;

/// The rows of the table that are caused here.
const ROWS: usize = 14;

#[tokio::test]
async fn every_failure_is_shown_and_on_the_sheet() -> Result<()> {
    let mut sheet = ContactSheet::of_tab("failures")?;
    let (while_linking, at_login, device_limit, unavailable) = tokio::try_join!(
        while_linking(&sheet),
        at_login(&sheet),
        device_limit(&sheet),
        codes_and_connection(&sheet),
    )?;
    let rows = [while_linking, at_login, device_limit, unavailable];
    let rows = rows.into_iter().flatten();
    let rows: Vec<Row> = rows.collect();
    assert_eq!(rows.len(), ROWS);
    rows.into_iter().for_each(|row| sheet.add(row));
    sheet.finish()?;
    Ok(())
}

/// Opens a new link; returns the window and the session's name.
async fn open(service: &Service, fields: Value) -> Result<(Browser, String)> {
    let link = service.tenant().create_widget_session(fields).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    WidgetPage::in_window(&browser).wait_started().await?;
    Ok((browser, link.session))
}

/// Checks the title, the cause and the button.
async fn check_advice(browser: &Browser, reason: &str) -> Result<()> {
    let (widget, advice) = (WidgetPage::in_window(browser), english().failure(reason));
    widget.wait_text(advice.title).await?;
    widget.wait_text(&fill(advice.why, TENANT)).await?;
    if !advice.next.is_empty() {
        widget.button(advice.next).await?;
    }
    Ok(())
}

/// Waits for a failure, checks its text, and takes its pictures.
async fn row(sheet: &ContactSheet, browser: &Browser, reason: &'static str) -> Result<Row> {
    WidgetPage::in_window(browser)
        .wait_step(&["failed"])
        .await?;
    check_advice(browser, reason).await?;
    sheet.photograph(reason, browser).await
}

async fn while_linking(sheet: &ContactSheet) -> Result<Vec<Row>> {
    let service = Service::start().await?;
    let tenant = service.tenant();

    service
        .inject_fault(json!({ "demandPasskey": { "times": 1 } }))
        .await?;
    let (browser, session) = open(&service, json!({})).await?;
    let _rejected = service.ana().try_scan(&tenant.qr(&session).await?).await?;
    let passkey = row(sheet, &browser, "passkey_required").await?;

    service
        .inject_fault(json!({ "spoilLinks": { "times": 1 } }))
        .await?;
    let (browser, session) = open(&service, json!({})).await?;
    let _rejected = service.ana().try_scan(&tenant.qr(&session).await?).await?;
    let link_refused = row(sheet, &browser, "link_refused").await?;

    let shared =
        Phone::in_coexistence(&service.startup().service_url, "+5531977770003", "Caio").await?;
    let (browser, session) = open(&service, json!({})).await?;
    let _rejected = shared.try_scan(&tenant.qr(&session).await?).await?;
    let coexistence = row(sheet, &browser, "coexistence").await?;

    let (browser, session) = open(&service, json!({ "phoneNumber": "+5531966660004" })).await?;
    service.bia().scan(&tenant.qr(&session).await?).await?;
    let wrong_number = row(sheet, &browser, "wrong_number").await?;
    Ok(vec![passkey, link_refused, coexistence, wrong_number])
}

/// The phone has linked, and then the login is rejected.
async fn at_login(sheet: &ContactSheet) -> Result<Vec<Row>> {
    let service = Service::start().await?;
    let mut rows = Vec::new();
    for (reason, rejection) in [
        ("banned", json!({ "reason": 402, "expireSeconds": 3600 })),
        ("outdated", json!({ "reason": 405, "times": 1000 })),
        ("logged_out", json!({ "reason": 401 })),
        ("replaced", json!({ "reason": 409 })),
        ("unknown", json!({ "reason": 499, "times": 1000 })),
    ] {
        let (browser, session) = open(&service, json!({})).await?;
        let number = format!("+55319555500{:02}", rows.len());
        let phone = Phone::create(&service.startup().service_url, &number, "Dora").await?;
        let qr = service.tenant().qr(&session).await?;
        let mut fault = rejection;
        fault["phoneNumber"] = json!(number);
        service
            .inject_fault(json!({ "refuseLogins": fault }))
            .await?;
        phone.scan(&qr).await?;
        rows.push(row(sheet, &browser, reason).await?);
    }
    Ok(rows)
}

/// The phone has its most linked devices. Only the phone shows that: the page keeps its code, and links once a device
/// has been removed.
async fn device_limit(sheet: &ContactSheet) -> Result<Vec<Row>> {
    let service = Service::start().await?;
    let (tenant, phone) = (service.tenant(), service.ana());
    for index in 0..DEVICES {
        let session = format!("earlier-{index}");
        tenant.start_session(&session).await?;
        phone.scan(&tenant.qr(&session).await?).await?;
    }
    let (browser, session) = open(&service, json!({})).await?;
    let result = phone.try_scan(&tenant.qr(&session).await?).await?;
    ensure!(matches!(result, Scan::Rejected { code } if code == "device_limit"));
    let page = WidgetPage::in_window(&browser);
    page.wait_step(&["qr"]).await?;
    let row = sheet.photograph("device_limit", &browser).await?;
    phone.unlink().await?;
    phone.scan_screen(&browser).await?;
    page.wait_step(&["connected"]).await?;
    Ok(vec![row])
}

/// Limits on phone codes, and a service that is down.
async fn codes_and_connection(sheet: &ContactSheet) -> Result<Vec<Row>> {
    let service = Service::start().await?;
    let throttle = json!({ "throttleCodes": { "times": 1 } });
    service.inject_fault(throttle).await?;
    let mut rows = Vec::new();
    for reason in ["throttled", "code_limit"] {
        rows.push(limited_code(&service, sheet, reason).await?);
    }
    rows.extend(service_down(service, sheet).await?);
    Ok(rows)
}

async fn limited_code(
    service: &Service,
    sheet: &ContactSheet,
    reason: &'static str,
) -> Result<Row> {
    let (browser, _) = open(service, json!({})).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.open_phone_tab().await?;
    widget.request_code(&service.ana().number).await?;
    let advice = english().failure(reason);
    widget.wait_text(advice.title).await?;
    widget.wait_text(&fill(advice.why, TENANT)).await?;
    widget.button(english().failure("throttled").next).await?;
    sheet.photograph(reason, &browser).await
}

/// A page that has a code keeps it; one that has none yet is unavailable.
async fn service_down(mut service: Service, sheet: &ContactSheet) -> Result<[Row; 2]> {
    let (with_code, _) = open(&service, json!({})).await?;
    let with_code_page = WidgetPage::in_window(&with_code);
    with_code_page.wait_step(&["qr"]).await?;
    service.inject_fault(json!({ "latencyMs": 60_000 })).await?;
    let (without_code, _) = open(&service, json!({})).await?;
    service.kill().await?;
    with_code_page.wait_offline().await?;
    let offline = sheet.photograph("offline", &with_code).await?;
    let page = WidgetPage::in_window(&without_code);
    page.wait_step(&["unavailable"]).await?;
    check_advice(&without_code, "unavailable").await?;
    Ok([
        offline,
        sheet.photograph("unavailable", &without_code).await?,
    ])
}
