//! Brings about every state of the QR tab and puts its pictures on one sheet (`target/contact-sheet/`).

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::contact_sheet::{ContactSheet, DISPLAYS, Row};
use titan_e2e::{Browser, Service, Setup, WidgetPage};

/// How long a link lives.
const FIFTEEN_MINUTES: Duration = Duration::from_secs(15 * 60);

/// The states of this tab, one row each.
const STATES: usize = 13;

#[tokio::test]
async fn every_state_of_the_qr_tab_is_on_the_sheet() -> Result<()> {
    let mut sheet = ContactSheet::of_tab("qr")?;
    // At the same time, because most of the time is waiting for a code or a link to expire.
    let (linking, timed_out, unavailable, expired, refused) = tokio::try_join!(
        while_linking(&sheet),
        timed_out(&sheet),
        unavailable(&sheet),
        expired(&sheet),
        refusals(&sheet),
    )?;
    let rows: Vec<Row> = linking
        .into_iter()
        .chain([timed_out, unavailable, expired])
        .chain(refused)
        .collect();
    assert_eq!(rows.len(), STATES);
    rows.into_iter().for_each(|row| sheet.add(row));

    let (width, height) = image::image_dimensions(sheet.finish()?)?;
    let [smallest, ..] = DISPLAYS;
    assert!(
        width > 4 * smallest.width,
        "four pictures side by side are wider than {width}"
    );
    assert!(
        height as usize > STATES * smallest.height as usize,
        "{STATES} rows are higher than {height}"
    );
    Ok(())
}

async fn open(service: &Service, fields: Value) -> Result<(Browser, String)> {
    let link = service.tenant().create_widget_session(fields).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    Ok((browser, link.session))
}

async fn while_linking(sheet: &ContactSheet) -> Result<Vec<Row>> {
    let service = Service::start().await?;
    let mut rows = vec![preparing(&service, sheet).await?];
    rows.extend(from_code_to_connected(&service, sheet).await?);
    rows.push(wrong_number(&service, sheet).await?);
    rows.push(cancelled(&service, sheet).await?);
    rows.push(offline(service, sheet).await?);
    Ok(rows)
}

async fn preparing(service: &Service, sheet: &ContactSheet) -> Result<Row> {
    service.inject_fault(json!({ "latencyMs": 60_000 })).await?;
    let (browser, _) = open(service, json!({})).await?;
    WidgetPage::in_window(&browser).wait_started().await?;
    let row = sheet.photograph("preparing", &browser).await?;
    service
        .inject_fault(json!({ "latencyMs": 0, "dropNow": true }))
        .await?;
    Ok(row)
}

async fn from_code_to_connected(service: &Service, sheet: &ContactSheet) -> Result<[Row; 3]> {
    let (browser, session) = open(
        service,
        json!({ "allowedOrigins": ["https://app.example.com"] }),
    )
    .await?;
    let (tenant, ana, widget) = (
        service.tenant(),
        service.ana(),
        WidgetPage::in_window(&browser),
    );
    widget.wait_step(&["qr"]).await?;
    widget.wait_started().await?;
    let code = sheet.photograph("qr", &browser).await?;

    let qr = tenant.qr(&session).await?;
    service.inject_fault(json!({ "latencyMs": 3_000 })).await?;
    let watching = async {
        widget.wait_step(&["scanned"]).await?;
        sheet.photograph("scanned", &browser).await
    };
    let ((), scanned) = tokio::try_join!(ana.scan(&qr), watching)?;
    service.inject_fault(json!({ "latencyMs": 0 })).await?;
    widget.wait_step(&["connected"]).await?;
    Ok([
        code,
        scanned,
        sheet.photograph("connected", &browser).await?,
    ])
}

async fn wrong_number(service: &Service, sheet: &ContactSheet) -> Result<Row> {
    let (browser, session) = open(service, json!({ "phoneNumber": "+5531977770003" })).await?;
    service
        .bia()
        .scan(&service.tenant().qr(&session).await?)
        .await?;
    WidgetPage::in_window(&browser)
        .wait_step(&["failed"])
        .await?;
    sheet.photograph("wrong-number", &browser).await
}

async fn cancelled(service: &Service, sheet: &ContactSheet) -> Result<Row> {
    let (browser, _) = open(service, json!({})).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.click("Cancel").await?;
    widget.wait_step(&["cancelled"]).await?;
    sheet.photograph("cancelled", &browser).await
}

async fn offline(mut service: Service, sheet: &ContactSheet) -> Result<Row> {
    let (browser, _) = open(&service, json!({})).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    service.kill().await?;
    widget.wait_offline().await?;
    sheet.photograph("offline", &browser).await
}

async fn timed_out(sheet: &ContactSheet) -> Result<Row> {
    let service = Setup::default().speed(60).start().await?;
    let (browser, _) = open(&service, json!({})).await?;
    WidgetPage::in_window(&browser)
        .wait_step(&["timed_out"])
        .await?;
    sheet.photograph("timed-out", &browser).await
}

/// Down before there was a code that could stay on the screen.
async fn unavailable(sheet: &ContactSheet) -> Result<Row> {
    let mut service = Service::start().await?;
    service.inject_fault(json!({ "latencyMs": 60_000 })).await?;
    let (browser, _) = open(&service, json!({})).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    service.kill().await?;
    widget.wait_step(&["unavailable"]).await?;
    sheet.photograph("unavailable", &browser).await
}

async fn expired(sheet: &ContactSheet) -> Result<Row> {
    let mut service = Service::start().await?;
    let (browser, _) = open(&service, json!({})).await?;
    WidgetPage::in_window(&browser).wait_started().await?;
    service.restart_with_clock_ahead(FIFTEEN_MINUTES).await?;
    WidgetPage::in_window(&browser)
        .wait_step(&["expired"])
        .await?;
    sheet.photograph("expired", &browser).await
}

async fn refusals(sheet: &ContactSheet) -> Result<[Row; 3]> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    browser.goto(service.url("/widget/connect")).await?;
    let missing = sheet.photograph("missing-token", &browser).await?;
    browser
        .goto(service.url("/widget/connect?token=eyJ.x"))
        .await?;
    let invalid = sheet.photograph("invalid-token", &browser).await?;
    let (first, _) = open(&service, json!({})).await?;
    browser
        .goto(WidgetPage::in_window(&first).wait_clean_address().await?)
        .await?;
    WidgetPage::in_window(&browser).wait_step(&["lost"]).await?;
    Ok([missing, invalid, sheet.photograph("lost", &browser).await?])
}
