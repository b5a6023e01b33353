//! The tab with Meta's signup.

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::{Browser, Service};

use super::{LANGUAGES, Stage};

const STATES: usize = 9;

#[tokio::test]
async fn the_cloud_tab_is_accessible_in_every_state() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    for language in LANGUAGES {
        let mut stage = Stage::open(&service, &browser, language).await?;
        stage.click("#tab-cloud-api").await?;
        window(&mut stage).await?;
        after_the_window(&mut stage).await?;
        let problems = problems(&mut stage).await?;
        without_the_sdk(&mut stage).await?;
        stage.audit.finish(STATES + problems)?;
    }
    Ok(())
}

/// Before Meta's window, without it, and behind it.
async fn window(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    let begun = view(json!({ "state": "begun" }));
    let answer = json!({ "success": true, "data": begun });
    stage
        .browser
        .fake_answer("/widget/signup", Some((200, answer)))
        .await?;
    stage.check_text("start", words.cloud_start().title).await?;
    stage.widget.button(words.cloud_start().next).await?;
    stage.browser.value("window.open = () => null").await?;
    stage.click(".signup .button[aria-disabled=false]").await?;
    stage
        .check_text("blocked", words.cloud_blocked().title)
        .await?;
    stage
        .browser
        .value("window.open = () => ({ close() {} })")
        .await?;
    stage.click(".signup .plain:not([hidden])").await?;
    stage
        .check_text("waiting", words.cloud_waiting().title)
        .await
}

async fn after_the_window(stage: &mut Stage<'_>) -> Result<()> {
    let words = stage.words;
    let numbers = json!([
        { "id": "1", "phoneNumber": "+5511912345678", "name": "Padaria Azul" },
        { "id": "2", "phoneNumber": "+4915112340021", "name": null },
    ]);
    let choosing = json!({ "state": "choosing", "numbers": numbers });
    for (signup, title) in [
        (json!({ "state": "working" }), words.cloud_working().title),
        (choosing, words.cloud_choosing().title),
        (
            json!({ "state": "no_number" }),
            words.cloud_no_number().title,
        ),
        (
            json!({ "state": "needs_pin" }),
            words.cloud_needs_pin().title,
        ),
    ] {
        let state = signup["state"].to_string();
        stage.check_view(&state, view(signup), title).await?;
    }
    // Nothing is typed, so nothing is sent.
    stage.click(".signup .button:not([hidden])").await?;
    stage.check_text("no PIN", words.cloud_invalid_pin()).await
}

/// Every problem that has words of its own, and one that is not known.
async fn problems(stage: &mut Stage<'_>) -> Result<usize> {
    let words = stage.words;
    let [_, _, _, problems, ..] = words.lists();
    let codes = problems.chunks(4).map(|row| row[0]);
    let remedies = ["sign_up_again", "try_again", "none"].into_iter().cycle();
    let mut checked = 0;
    for (code, remedy) in codes.zip(remedies) {
        let signup = json!({ "state": "stopped", "problem": code, "remedy": remedy });
        let title = words.problem(code).title;
        stage.check_view(code, view(signup), title).await?;
        checked += 1;
    }
    Ok(checked)
}

async fn without_the_sdk(stage: &mut Stage<'_>) -> Result<()> {
    stage.browser.block_addresses(&["*/sdk.js"]).await?;
    stage.reload().await?;
    stage.click("#tab-cloud-api").await?;
    let title = stage.words.cloud_no_sdk().title;
    stage.check_text("no SDK", title).await?;
    stage.browser.block_addresses(&[]).await
}

fn view(mut signup: Value) -> Value {
    for (name, default) in [
        ("numbers", json!([])),
        ("problem", Value::Null),
        ("remedy", Value::Null),
    ] {
        if signup[name].is_null() {
            signup[name] = default;
        }
    }
    json!({ "seq": 1, "step": "preparing", "phoneCode": null, "signup": signup })
}
