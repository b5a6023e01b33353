//! The phone number's tab.

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::{By, Key};
use titan_e2e::{Browser, Service};

use super::{LANGUAGES, Stage, a_code};

const STATES: usize = 14;
const REQUEST: &str = "/widget/phone";

#[tokio::test]
async fn the_phone_tab_is_accessible_in_every_state() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    for language in LANGUAGES {
        let mut stage = Stage::open(&service, &browser, language).await?;
        stage.click("#tab-pairing").await?;
        number(&mut stage).await?;
        countries(&mut stage).await?;
        errors(&mut stage).await?;
        codes(&mut stage).await?;
        ends(&mut stage).await?;
        stage.audit.finish(STATES)?;
    }
    Ok(())
}

async fn number(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    stage.check_text("number", words.phone_get_code()).await?;
    // Nothing is typed, so nothing is requested.
    stage.click(".ask .button").await?;
    let sentence = words.number_error("invalid_phone_number", "not_a_number");
    stage.check_text("no number", sentence).await
}

async fn countries(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    stage.click("#country").await?;
    stage.check_text("countries", "+55").await?;
    let search = stage.browser.find(By::Css("#search")).await?;
    search.send_keys("+55").await?;
    stage.check_text("some countries", "+55").await?;
    search.send_keys("no such country").await?;
    let sentence = words.phone_nothing_found();
    stage.check_text("no country", sentence).await?;
    search.send_keys(Key::Escape).await?;
    Ok(())
}

async fn errors(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    let number = stage.browser.find(By::Css("#number")).await?;
    number.send_keys("+5511").await?;
    let error = |code: &str, reason: Value, wait: Value| {
        let body = json!({ "error": "", "code": code, "reason": reason, "retryAfterMs": wait });
        Some((400, body))
    };
    let too_short = error("invalid_phone_number", json!("too_short"), Value::Null);
    stage.browser.fake_answer(REQUEST, None).await?;
    stage.click(".ask .button").await?;
    stage.check_text("requesting", words.phone_asking()).await?;
    stage.browser.fake_answer(REQUEST, too_short).await?;
    let sentence = words.number_error("invalid_phone_number", "too_short");
    stage.check_text("wrong number", sentence).await?;

    for (code, wait, title) in [
        ("throttled", json!(60_000), words.failure("throttled").title),
        (
            "code_limit",
            json!(60_000),
            words.failure("code_limit").title,
        ),
        ("code_limit", Value::Null, words.phone_spent().title),
    ] {
        stage
            .browser
            .fake_answer(REQUEST, error(code, Value::Null, wait))
            .await?;
        stage.click(".ask .button").await?;
        stage.check_text(code, title).await?;
        stage.click(".pause .plain").await?;
    }
    Ok(())
}

async fn codes(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    let mut view = a_code();
    view["phoneCode"] = json!({
        "code": "ABCD-EFGH", "phoneNumber": "+5511999990001", "remainingMs": 180_000, "lastsMs": 180_000
    });
    let hint = words.phone_hint();
    stage.check_view("code", view.clone(), hint).await?;
    view["phoneCode"] = Value::Null;
    stage
        .check_view("expired code", view, words.phone_over())
        .await
}

async fn ends(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    let timed_out = json!({ "step": "timed_out" });
    let title = words.timed_out_phone().title;
    stage.check_view("timed out", timed_out, title).await?;
    stage.browser.show_view(a_code()).await?;
    stage.click(".for .plain").await?;
    stage.browser.lose_stream().await?;
    stage.check_text("offline", words.offline()).await
}
