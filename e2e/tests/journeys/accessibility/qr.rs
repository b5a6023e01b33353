//! The QR code's tab.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Service};

use super::{LANGUAGES, Stage, a_code};

const STATES: usize = 7;

#[tokio::test]
async fn the_qr_tab_is_accessible_in_every_state() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    for language in LANGUAGES {
        let mut stage = Stage::open(&service, &browser, language).await?;
        states(&mut stage).await?;
        stage.audit.finish(STATES)?;
    }
    Ok(())
}

async fn states(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    stage.check_text("preparing", words.preparing()).await?;
    let unreachable = json!({ "step": "unreachable", "noticeInMs": 0, "retryInMs": 60_000 });
    let title = words.failure("unreachable").title;
    stage.check_view("unreachable", unreachable, title).await?;
    stage.check_view("code", a_code(), words.guide()).await?;
    let scanned = json!({ "step": "scanned" });
    let title = words.scanned().title;
    stage.check_view("scanned", scanned, title).await?;
    let timed_out = json!({ "step": "timed_out" });
    let title = words.timed_out().title;
    stage.check_view("timed out", timed_out, title).await?;

    stage.browser.show_view(a_code()).await?;
    stage.widget.wait_step(&["qr"]).await?;
    stage.browser.lose_stream().await?;
    stage.check_text("offline", words.offline()).await?;

    stage.reload().await?;
    stage.browser.lose_stream().await?;
    let title = words.failure("unavailable").title;
    stage.check_text("unavailable", title).await
}
