//! The dialog: focus, closing, and what it leaves behind.

use anyhow::Result;
use serde_json::json;
use thirtyfour::{By, Key};
use titan_e2e::{Browser, WidgetSession};

use super::stage::{Stage, run, wait_call, wait_value};

#[tokio::test]
async fn a_dialog_takes_the_focus_and_gives_it_back() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let browser = Browser::chromium().await?;
    let body = format!(
        "{}<button id=connect autofocus>Connect</button>",
        stage.script("")
    );
    browser.goto(stage.host.page("", &body)).await?;
    browser.find(By::Id("connect")).await?.click().await?;
    let open = format!(
        "window.first = TitanWidget.open({{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &open).await?;
    wait_call(&browser, "onReady").await?;
    wait_value(
        &browser,
        "document.querySelector('dialog').contains(document.activeElement)",
    )
    .await?;
    wait_value(
        &browser,
        "getComputedStyle(document.documentElement).overflow === 'hidden'",
    )
    .await?;
    run(
        &browser,
        "window.again = TitanWidget.open({ url: 'https://example.com' })",
    )
    .await?;
    wait_value(&browser, "first === again").await?;

    browser.press_key(Key::Escape).await?;

    wait_call(&browser, "onClose").await?;
    wait_value(&browser, "!document.querySelector('dialog, iframe')").await?;
    wait_value(&browser, "document.activeElement.id === 'connect'").await?;
    wait_value(&browser, "document.documentElement.style.overflow === ''").await
}

#[tokio::test]
async fn a_thousand_dialogs_leave_nothing_behind() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let count = "<script>window.live = new Set(); const add = window.addEventListener, remove = window.removeEventListener; \
        window.addEventListener = (name, one, ...rest) => { live.add(one); add.call(window, name, one, ...rest); }; \
        window.removeEventListener = (name, one, ...rest) => { live.delete(one); remove.call(window, name, one, ...rest); }; \
        const wait = window.setTimeout, stop = window.clearTimeout; \
        window.setTimeout = (...all) => { const id = wait(...all); live.add(id); return id; }; \
        window.clearTimeout = (id) => { live.delete(id); stop(id); };</script>";
    browser
        .goto(stage.host.page(count, &stage.script("")))
        .await?;
    wait_value(&browser, "!!window.TitanWidget").await?;
    // Half of them are removed before their frame has an address, and half of them after.
    let round = "const before = document.querySelectorAll('*').length; live.clear(); window.left = null; (async () => { \
        for (let time = 0; time < 100; time++) { const one = TitanWidget.open({ url: 'http://127.0.0.1:9/' }); one.destroy(); one.destroy(); \
          const other = TitanWidget.mount('body', { url: 'http://127.0.0.1:9/' }); \
          for (let turn = 0; turn < 3; turn++) await null; \
          if (!document.querySelector('iframe').src) throw new Error('no address'); other.destroy(); } \
        window.left = document.querySelectorAll('*').length - before; })();";
    for _ in 0..5 {
        run(&browser, round).await?;
        wait_value(&browser, "live.size === 0 && window.left === 0").await?;
    }
    Ok(())
}

/// The browser closes a dialog by itself when Escape is pressed a second time.
#[tokio::test]
async fn a_dialog_that_the_browser_closes_is_reported() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let link = open_while_linking(&stage, &browser).await?;
    browser.press_key(Key::Escape).await?;
    wait_value(&browser, "questions === 1 && calls.length === 1").await?;
    browser.press_key(Key::Escape).await?;
    wait_call(&browser, "onClose").await?;
    wait_value(
        &browser,
        "questions === 1 && !document.querySelector('dialog, iframe')",
    )
    .await?;
    let calls = browser.value("calls.map((call) => call[0])").await?;
    assert_eq!(calls, json!(["onReady", "onClose"]), "{}", link.session);
    Ok(())
}

#[tokio::test]
async fn nothing_is_asked_after_the_number_is_connected() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let link = open_while_linking(&stage, &browser).await?;
    stage.scan(&link).await?;
    wait_call(&browser, "onConnected").await?;
    browser.press_key(Key::Escape).await?;
    wait_call(&browser, "onClose").await?;
    wait_value(&browser, "questions === 0").await
}

#[tokio::test]
async fn a_dialog_speaks_the_language_of_its_widget() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let names = "(() => { const dialog = document.querySelector('dialog'); \
        return [dialog.ariaLabel, dialog.querySelector('iframe').title, dialog.querySelector('button').ariaLabel]; })()";
    open_while_linking_with(&stage, &browser, "locale: 'de'").await?;
    let expected = json!(["WhatsApp verknüpfen", "WhatsApp verknüpfen", "Schließen"]);
    assert_eq!(browser.value(names).await?, expected);
    browser.press_key(Key::Escape).await?;
    wait_value(
        &browser,
        "window.question === 'WhatsApp doch nicht verknüpfen?'",
    )
    .await
}

#[tokio::test]
async fn the_hosts_own_words_replace_those_of_the_widget() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let own = "title: 'Numbers', closeLabel: 'Back', closeQuestion: 'Go back?'";
    open_while_linking_with(&stage, &browser, own).await?;
    let title = browser
        .value("document.querySelector('iframe').title")
        .await?;
    let label = browser
        .value("document.querySelector('dialog button').ariaLabel")
        .await?;
    assert_eq!(json!([title, label]), json!(["Numbers", "Back"]));
    browser.press_key(Key::Escape).await?;
    wait_value(&browser, "window.question === 'Go back?'").await
}

async fn open_while_linking(stage: &Stage, browser: &Browser) -> Result<WidgetSession> {
    open_while_linking_with(stage, browser, "").await
}

/// Opens a dialog whose widget has reported a step at which closing needs an answer; the answer is no.
async fn open_while_linking_with(
    stage: &Stage,
    browser: &Browser,
    options: &str,
) -> Result<WidgetSession> {
    let link = stage.link(json!({})).await?;
    let body = format!("{}<button id=connect>Connect</button>", stage.script(""));
    browser.goto(stage.host.page("", &body)).await?;
    let open = format!(
        "window.questions = 0; window.confirm = (text) => {{ questions++; window.question = text; return false; }};
         connect.onclick = () => TitanWidget.open({{ url: '{}', ...record, {options} }});",
        link.url
    );
    run(browser, &open).await?;
    // Browsers let a page prevent the closing only after a click.
    browser.find(By::Id("connect")).await?.click().await?;
    wait_call(browser, "onReady").await?;
    wait_value(browser, "received.some(({ data }) => data.step === 'qr')").await?;
    let service = &stage.service.startup().service_url;
    let step = format!(
        "const data = {{ type: 'titan:widget:event', version: 1, event: 'step', step: 'code' }};
         const source = document.querySelector('iframe').contentWindow;
         dispatchEvent(new MessageEvent('message', {{ data, source, origin: '{service}' }}));"
    );
    run(browser, &step).await?;
    Ok(link)
}
