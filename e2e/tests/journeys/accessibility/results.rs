//! What takes the place of the code in the end, and pages that only say something.

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::{Audit, Browser, Service, WidgetPage};

use super::{LANGUAGES, Stage};

const CALLBACK: &str = "https://app.example.com/done";

#[tokio::test]
async fn every_result_is_accessible() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    for language in LANGUAGES {
        let mut stage = Stage::open(&service, &browser, language).await?;
        let failures = failures(&mut stage).await?;
        let ends = ends(&mut stage).await?;
        lost(&mut stage).await?;
        stage.audit.finish(failures + ends + 1)?;
    }
    Ok(())
}

/// Every reason that has words of its own, and one that is not known.
async fn failures(stage: &mut Stage<'_>) -> Result<usize> {
    let words = stage.words;
    let [_, _, failures, ..] = words.lists();
    let reasons = failures.chunks(4).map(|row| row[0]);
    let mut checked = 0;
    for (reason, has_callback) in reasons.zip([false, true].into_iter().cycle()) {
        let callback = has_callback.then_some(CALLBACK);
        let view = json!({ "step": "failed", "reason": reason, "callback": callback });
        let title = words.failure(reason).title;
        stage.check_view(reason, view, title).await?;
        checked += 1;
    }
    Ok(checked)
}

/// States that nothing follows, each on a page of its own.
async fn ends(stage: &mut Stage<'_>) -> Result<usize> {
    let words = stage.words;
    let connected = json!({
        "step": "connected", "method": "qr", "phoneNumber": "+5511999990001", "pushName": "Ana", "callback": null
    });
    let cancelled = |callback: Value| json!({ "step": "cancelled", "callback": callback });
    let ends = [
        (connected, words.connected().title),
        (cancelled(Value::Null), words.cancelled().title),
        (cancelled(json!(CALLBACK)), words.cancelled().title),
        (json!({ "step": "expired" }), words.expired().title),
    ];
    let count = ends.len();
    for (view, title) in ends {
        stage.reload().await?;
        let state = view["step"].to_string();
        stage.check_view(&state, view, title).await?;
    }
    Ok(count)
}

async fn lost(stage: &mut Stage<'_>) -> Result<()> {
    stage.reload().await?;
    stage.browser.value("sessionStorage.clear()").await?;
    stage.browser.refresh().await?;
    let title = stage.words.lost().title;
    stage.check_text("lost", title).await
}

#[tokio::test]
async fn the_pages_of_rejected_links_are_accessible() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let page = WidgetPage::in_window(&browser);
    for language in LANGUAGES {
        let mut audit = Audit::start(&browser, language).await?;
        for query in ["", "token=eyJ.x"] {
            let path = format!("/widget/connect?{query}&locale={language}");
            browser.goto(service.url(&path)).await?;
            page.wait_step(&["refused"]).await?;
            audit.check(query).await?;
        }
        audit.finish(2)?;
    }
    Ok(())
}
