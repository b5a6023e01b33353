//! What a person has set in their system: no motion, and colours of their own. And what a screen reader is not told.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use titan_e2e::{Browser, Service, wait};

use super::{Stage, a_code};

const RUNNING: &str = "document.getAnimations().length";

#[tokio::test]
async fn nothing_moves_for_who_wants_no_motion() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let stage = Stage::open(&service, &browser, "en").await?;
    let connected = json!({
        "step": "connected", "method": "qr", "phoneNumber": "+5511999990001", "pushName": "Ana", "callback": null
    });
    for (view, text) in [
        (json!({ "step": "preparing" }), english().preparing()),
        (a_code(), english().guide()),
        (connected, english().connected().title),
    ] {
        browser.set_media(&[]).await?;
        browser.show_view(view).await?;
        stage.widget.wait_text(text).await?;
        assert_ne!(browser.value(RUNNING).await?, json!(0), "{text} is lively");
        let reduced = ("prefers-reduced-motion", "reduce");
        browser.set_media(&[reduced]).await?;
        assert_eq!(browser.value(RUNNING).await?, json!(0), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_chosen_is_seen_in_forced_colours() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let stage = Stage::open(&service, &browser, "en").await?;
    browser.set_media(&[("forced-colors", "active")]).await?;
    browser.show_view(a_code()).await?;
    stage.widget.wait_step(&["qr"]).await?;
    for (chosen, other) in [("#tab-qr", "#tab-pairing"), (".for-android", ".for-iphone")] {
        let colours = json!([
            colour(&browser, chosen).await?,
            colour(&browser, other).await?
        ]);
        assert_ne!(colours[0], colours[1], "{chosen} and {other}");
    }
    stage.click("#tab-pairing").await?;
    stage.click("#country").await?;
    let outline = "getComputedStyle(document.querySelector('.picker .on')).outlineStyle";
    assert_eq!(browser.value(outline).await?, "solid");
    // Cameras need it as it is.
    let paper = "getComputedStyle(document.querySelector('.paper')).backgroundColor";
    assert_eq!(browser.value(paper).await?, "rgb(255, 255, 255)");
    Ok(())
}

async fn colour(browser: &Browser, css: &str) -> Result<Value> {
    let colour = format!("getComputedStyle(document.querySelector('{css}')).backgroundColor");
    browser.value(&colour).await
}

#[tokio::test]
async fn a_countdown_is_not_read_out() -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::chromium().await?);
    let stage = Stage::open(&service, &browser, "en").await?;
    browser.show_view(a_code()).await?;
    stage.widget.wait_step(&["qr"]).await?;
    let said = browser.value("document.querySelector('[role=status]').textContent");
    assert_ne!(said.await?, json!(""), "a new code is announced");
    browser.execute(RECORD, vec![]).await?;
    wait::until("three seconds to be counted", || async {
        let counted = browser.value("window.counted >= 3").await?;
        Ok((counted == json!(true)).then_some(()))
    })
    .await?;
    assert_eq!(browser.value("window.said").await?, json!([]));
    Ok(())
}

/// Records what live regions say, and counts the changes of the line below the code.
const RECORD: &str = "
window.said = [];
window.counted = 0;
const observe = (element, run) =>
  new MutationObserver(() => run(element)).observe(element, { childList: true, characterData: true, subtree: true });
document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=timer]')
  .forEach((region) => observe(region, ({ textContent }) => said.push(textContent)));
observe(document.querySelector('.hero .count'), () => counted++);
";
