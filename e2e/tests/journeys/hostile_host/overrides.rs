//! Hosts that change the prototypes and functions of their own page, as old libraries and instrumentation do.
//!
//! The loader runs in the host's page, so it works with the functions that it finds there: a host can always break it,
//! or read what the loader reads. What holds: additions to prototypes and wrapped functions change nothing, a broken
//! helper that the loader does not need changes nothing, and the widget is in another page, where none of this applies.

use anyhow::{Context as _, Result};
use serde_json::json;
use titan_e2e::Browser;

use crate::loader::stage::{Stage, run, wait_call, wait_value};

/// What the host does, before the loader is included and after it.
const OVERRIDES: [(&str, &str); 6] = [
    (
        "names that a loop over the properties of any object finds",
        "for (const one of [Object, Array, Function, String, Promise, HTMLElement, MessageEvent])
           one.prototype.addedByHost = function () { throw new Error('called'); };",
    ),
    (
        "events of the widget as methods of every object",
        "for (const name of ['ready', 'step', 'resize', 'connected', 'error', 'expired', 'redirect', 'close', 'toJSON'])
           Object.prototype[name] = name === 'toJSON' ? undefined : () => { throw new Error(name); };",
    ),
    (
        "helpers of arrays and objects that throw",
        "for (const name of ['map', 'filter', 'find', 'forEach', 'concat', 'reduce', 'slice', 'splice', 'join', 'keys'])
           Array.prototype[name] = () => { throw new Error(name); };
         for (const name of ['assign', 'keys', 'entries', 'create']) Object[name] = () => { throw new Error(name); };",
    ),
    (
        "a wrapped JSON",
        "for (const name of ['parse', 'stringify']) {
           const real = JSON[name]; JSON[name] = (...all) => real(...all); }",
    ),
    (
        "a wrapped Promise",
        "const Real = Promise; window.Promise = class extends Real {};
         const then = Real.prototype.then; Real.prototype.then = function (...all) { return then.apply(this, all); };",
    ),
    (
        "wrapped listeners and timers",
        "for (const name of ['addEventListener', 'removeEventListener', 'setTimeout', 'clearTimeout', 'dispatchEvent']) {
           const real = window[name]; window[name] = (...all) => real.apply(window, all); }",
    ),
];

#[tokio::test]
async fn a_changed_page_hears_one_success() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let before: String = OVERRIDES
        .iter()
        .map(|(_, script)| format!("<script>{{{script}}}</script>"))
        .collect();
    let after = format!("{}{before}", stage.script(""));
    let pages = [
        ("before", format!("{before}{}", stage.script(""))),
        ("after", after),
    ];
    for (name, body) in pages {
        let link = stage.link(json!({})).await?;
        browser.goto(stage.host.page("", &body)).await?;
        let open = format!("TitanWidget.open({{ url: '{}', ...record }})", link.url);
        run(&browser, &open).await?;
        wait_call(&browser, "onReady").await.context(name)?;
        stage.scan(&link).await?;
        let connected = wait_call(&browser, "onConnected").await.context(name)?;
        assert_eq!(connected, link.session.as_str(), "{name}");
        let count = "calls.length === 2";
        wait_value(&browser, count).await.context(name)?;
        stage.unlink().await?;
    }
    Ok(())
}

/// Events that a script of the host makes up: whatever reading them does, the widget's own success is heard.
#[tokio::test]
async fn events_that_throw_when_they_are_read_change_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let link = stage.link(json!({})).await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let mount = format!(
        "TitanWidget.mount('body', {{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &mount).await?;
    wait_call(&browser, "onReady").await?;
    let service = &stage.service.startup().service_url;
    let events = format!(
        "const fail = () => {{ throw new Error('read'); }};
         const source = document.querySelector('iframe').contentWindow;
         const trap = new Proxy({{}}, {{ get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }});
         const getters = Object.defineProperties({{}}, {{ type: {{ get: fail }}, event: {{ get: fail }} }});
         window.onerror = () => true;
         const send = (data) => dispatchEvent(new MessageEvent('message', {{ data, source, origin: '{service}' }}));
         const event = (name, more) => ({{ type: 'titan:widget:event', event: name, ...more }});
         [trap, getters, {{ type: trap }}, event('resize', {{ height: trap }}), event('redirect', {{ url: trap }}),
          event('__proto__'), event('constructor'), event('toString')].forEach(send);"
    );
    run(&browser, &events).await?;
    stage.scan(&link).await?;
    wait_value(&browser, "calls.length === 2").await?;
    let calls = json!([["onReady", null], ["onConnected", link.session]]);
    assert_eq!(browser.value("calls").await?, calls);
    Ok(())
}
