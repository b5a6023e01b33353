//! WhatsApp moves to a newer version of its web client while a person is about to scan.

use anyhow::{Result, ensure};
use serde_json::json;
use titan_e2e::{Browser, Service, WidgetPage, wait};

const NEWER: &str = "2.3000.1026131877";

/// Notes every step that the widget shows from now on.
const NOTE_STEPS: &str = "(() => {
    window.steps = [];
    const note = () => {
        const step = document.querySelector('#card')?.dataset.step;
        if (step && window.steps.at(-1) !== step) window.steps.push(step);
    };
    note();
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
    return true;
})()";

#[tokio::test]
async fn a_refused_version_is_followed_by_another_code_in_the_same_widget() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, browser) = (service.tenant(), Browser::chromium().await?);
    let link = tenant
        .create_widget_session(json!({ "mode": "qr" }))
        .await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["qr"]).await?;
    widget.wait_started().await?;
    browser.value(NOTE_STEPS).await?;
    let first = tenant.qr(&link.session).await?;
    let moved_on = json!({
        "minimumVersion": { "version": NEWER }, "publishedVersion": { "version": NEWER },
        "dropNow": true,
    });
    service.inject_fault(moved_on).await?;
    wait::until("another code", || async {
        let code = tenant.qr(&link.session).await?;
        Ok((code != first).then_some(()))
    })
    .await?;
    let scanned = service.ana().scan_screen(&browser).await?;
    ensure!(scanned != first, "the phone saw the earlier code");
    widget.wait_step(&["connected"]).await?;
    let steps = browser.value("window.steps").await?.to_string();
    ensure!(
        !steps.contains("failed") && !steps.contains("unreachable"),
        "the person saw {steps}"
    );
    Ok(())
}
