//! Forged messages: to the loader, which believes only its own frame, and to the widget, which listens to no host.

use anyhow::{Context as _, Result};
use protocol::languages::english;
use serde_json::{Value, json};
use titan_e2e::{Browser, HostPage, Meta, WidgetPage, WidgetSession};

use crate::loader::stage::{Stage, run, wait_call, wait_value};

/// Every message of the widget, forged, with names of prototypes, long texts, and 10,000 successes in a row.
const FORGE: &str = "
function forge(target) {
  const event = (name, more) => ({ type: 'titan:widget:event', version: 1, event: name, session: 'forged', ...more });
  const success = { type: 'titan:widget', version: 1, event: 'connected', status: 'connected', session: 'forged' };
  const meta = (name, data) => JSON.stringify({ type: 'WA_EMBEDDED_SIGNUP', event: name, data });
  const long = 'x'.repeat(1 << 20);
  const all = [
    success, { ...success, type: 'titan:widget:event' }, null, 7, '', long, [success], new Map([['type', 'titan:widget']]),
    event('close'), event('expired'), event('error', { reason: 'forged' }), event('step', { step: 'scanned' }),
    event('resize', { height: 9999 }), event('resize', { height: long }), event('redirect', { url: location.origin + '/forged' }),
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', long].map((name) => event(name)),
    JSON.parse('{ \"__proto__\": { \"type\": \"titan:widget\", \"event\": \"connected\" } }'), { type: { toString: 0 } }, { type: long },
    meta('FINISH', { waba_id: '1', phone_number_id: '2' }), meta('CANCEL', { error_code: '1', error_message: 'x' }),
    meta('ERROR', { error_code: '524126' }), meta('CANCEL', {}), meta(long, {}), '{' + long,
  ];
  for (const data of all) target.postMessage(data, '*');
  for (let time = 0; time < 10_000; time++) target.postMessage(success, '*');
  target.postMessage('done', '*');
}";

const RECORD_ERRORS: &str =
    "const failures = []; addEventListener('error', ({ message }) => failures.push(message));";

/// Who forges, as a script of the host page. `attacker` is a page of another origin that forges to its opener, or to
/// the page around it.
const FORGERS: [(&str, &str); 5] = [
    ("the host page itself", "forge(window)"),
    (
        "a frame of the host's origin",
        "const inner = document.createElement('iframe'); document.body.append(inner);
         inner.contentWindow.eval(String(forge) + 'forge(parent)')",
    ),
    (
        "a frame of another origin",
        "const other = document.createElement('iframe'); other.src = attacker; document.body.append(other)",
    ),
    ("a window of another origin", "window.open(attacker)"),
    (
        "the widget's own frame, where the host has loaded another page",
        "document.querySelector('iframe').src = attacker",
    ),
];

#[tokio::test]
async fn the_loader_believes_only_the_widget() -> Result<()> {
    let (stage, other) = (Stage::start().await?, HostPage::open().await?);
    let (link, second) = (stage.link(json!({})).await?, stage.link(json!({})).await?);
    let browser = Browser::chromium().await?;
    let attack = format!("<script>{FORGE} forge(opener ?? parent)</script>");
    let attacker = other.page("", &attack);
    let head = format!("<script>{FORGE} {RECORD_ERRORS} const attacker = '{attacker}';</script>");
    let tag = stage.script("");
    browser.goto(stage.host.page(&head, &tag)).await?;
    let host = browser.window().await?;
    mount(&browser, &link, "").await?;
    for (name, script) in FORGERS {
        forge_with(&browser, script).await.context(name)?;
        browser.switch_to_window(host.clone()).await?;
        check_untouched(&browser).await.context(name)?;
    }

    let again = format!("document.querySelector('iframe').src = '{}'", link.url);
    run(&browser, &format!("calls.length = 0; {again}")).await?;
    wait_call(&browser, "onReady").await?;
    // The other widget's messages are real, and not this one's.
    mount(&browser, &second, "second").await?;
    stage.scan(&second).await?;
    wait_value(&browser, "second.length === 2").await?;
    let session = json!([["onReady", null], ["onConnected", second.session]]);
    assert_eq!(browser.value("second").await?, session);
    assert_eq!(browser.value("calls").await?, json!([["onReady", null]]));
    Ok(())
}

/// Mounts a widget whose callbacks are recorded in `calls`, or in another list.
async fn mount(browser: &Browser, link: &WidgetSession, list: &str) -> Result<()> {
    let (own, list) = match list {
        "" => ("", "calls"),
        list => ("const calls = window.second = [];", list),
    };
    let script = format!(
        "{own} TitanWidget.mount('body', {{ url: '{}', ...Object.fromEntries(Object.keys(record).map((name) => \
         [name, (it) => {list}.push([name, it?.reason ?? it?.session ?? null])])) }})",
        link.url
    );
    run(browser, &script).await?;
    wait_value(browser, &format!("window.{list}.length > 0")).await
}

/// Runs a forger's script until the host page has received the last message.
async fn forge_with(browser: &Browser, script: &str) -> Result<()> {
    run(browser, &format!("received.length = 0; {script}")).await?;
    let is_done = "received.some(({ data }) => data === 'done')";
    wait_value(browser, is_done).await
}

async fn check_untouched(browser: &Browser) -> Result<()> {
    assert_eq!(
        browser.value("calls").await?,
        json!([["onReady", null]]),
        "no callback"
    );
    let height = "document.querySelector('iframe').clientHeight < 2000";
    assert_eq!(browser.value(height).await?, true, "no resize");
    let failures = browser.value("failures").await?;
    assert_eq!(failures, json!([]), "no error in the host's page");
    let path = browser.value("location.pathname").await?;
    assert_eq!(path, "/page/0", "no redirect");
    Ok(())
}

/// One frame with a code, one with Meta's signup, which has a listener for Meta's messages.
#[tokio::test]
async fn the_widget_listens_to_no_host() -> Result<()> {
    let stage = Stage::start().await?;
    let meta = Meta::of(&stage.service);
    let qr = stage.link(json!({})).await?;
    let cloud = stage.link(json!({"mode": "cloud-api"})).await?;
    let browser = Browser::chromium().await?;
    let page = stage.host.embed(&[&qr.url, &cloud.url]);
    browser.goto(page).await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    stage.host.wait_for(&browser, 1, "ready").await?;
    let before = texts(&browser).await?;
    assert!(
        before[1].contains(english().cloud_start().next),
        "{before:?}"
    );
    let forge = "for (const one of document.querySelectorAll('iframe')) forge(one.contentWindow)";
    run(&browser, &format!("{FORGE} {forge}")).await?;
    stage.scan(&qr).await?;
    stage.host.wait_for(&browser, 0, "connected").await?;

    assert_eq!(stage.host.successes(&browser).await?.len(), 1);
    assert_eq!(texts(&browser).await?[1], before[1]);
    assert_eq!(meta.requests().await?, Vec::<Value>::new());
    Ok(())
}

/// What each frame shows.
async fn texts(browser: &Browser) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for frame in 0..2 {
        browser.enter_frame(frame).await?;
        let widget = WidgetPage::in_window(browser);
        widget.wait_started().await?;
        texts.push(widget.text().await?);
        browser.enter_default_frame().await?;
    }
    Ok(texts)
}
