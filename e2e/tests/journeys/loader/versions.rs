//! A loader and a service of different versions.

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::{Browser, HostPage};

use super::stage::{Stage, run, wait_call, wait_value};

/// The first published loader, as `cargo xtask widget` built it (`widget/dist/loader.js`) before it had the options
/// `theme` and `locale`. It is never built again: pages have it in their caches.
const FIRST: &str = include_str!("../../fixtures/loader-0.1.0.js");

#[tokio::test]
async fn the_first_loader_works_with_this_service() -> Result<()> {
    let stage = Stage::start().await?;
    let (expired, link) = (stage.link(json!({})).await?, stage.link(json!({})).await?);
    let browser = Browser::chromium().await?;
    let script = format!("<script>{FIRST}</script>");
    browser.goto(stage.host.page("", &script)).await?;
    let mount = format!(
        "const urls = ['{}', '{}']; TitanWidget.mount(document.body, {{ url: () => urls.shift(), ...record }})",
        expired.url, link.url
    );
    run(&browser, &mount).await?;
    wait_call(&browser, "onReady").await?;
    wait_value(
        &browser,
        "document.querySelector('iframe').style.height !== '560px'",
    )
    .await?;
    stage.service.tenant().revoke(&expired).await?;
    wait_value(
        &browser,
        "calls.filter((call) => call[0] === 'onReady').length === 2",
    )
    .await?;
    stage.scan(&link).await?;
    wait_call(&browser, "onConnected").await?;
    let calls = json!([
        ["onReady", null],
        ["onReady", null],
        ["onConnected", link.session]
    ]);
    assert_eq!(browser.value("calls").await?, calls);
    Ok(())
}

/// In a dialog, with the redirect at the end.
#[tokio::test]
async fn the_first_loader_follows_this_services_redirect() -> Result<()> {
    let stage = Stage::start().await?;
    let link = json!({"callbackUrl": stage.host.callback_url()});
    let link = stage.link(link).await?;
    let browser = Browser::chromium().await?;
    let script = format!(
        "<script data-widget-url=\"{}\" data-mode=modal>{FIRST}</script>",
        link.url
    );
    browser.goto(stage.host.page("", &script)).await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    wait_value(&browser, "!!document.querySelector('dialog[open] iframe')").await?;
    stage.scan(&link).await?;
    wait_value(&browser, "!!document.querySelector('#arrived')").await
}

fn event(event: &str, more: Value) -> Value {
    let mut message = json!({"type": "titan:widget:event", "version": 1, "event": event, "session": "s", "state": null});
    for (name, value) in more.as_object().into_iter().flatten() {
        message[name] = value.clone();
    }
    message
}

fn connected(more: Value) -> Value {
    let mut message = event("connected", more);
    message["type"] = json!("titan:widget");
    message["status"] = json!("connected");
    message["method"] = json!("qr");
    message
}

/// What other versions of the service send, and the callbacks of this loader.
fn conversations() -> [(&'static str, Vec<Value>, Value); 3] {
    [
        (
            "an older one, without `redirect`",
            vec![
                event("ready", json!({})),
                event("resize", json!({"height": 432})),
                event("step", json!({"step": "qr"})),
                event("step", json!({"step": "scanned"})),
                connected(json!({})),
            ],
            json!([["onReady", null], ["onConnected", "s"]]),
        ),
        (
            "one that reports success only, at a step at which closing needs an answer",
            vec![event("step", json!({"step": "code"})), connected(json!({}))],
            json!([["onConnected", "s"]]),
        ),
        (
            "a newer one",
            vec![
                json!({"type": "titan:widget:telemetry", "version": 2, "event": "error", "reason": "not_for_us"}),
                event("ready", json!({"version": 2, "features": ["video"]})),
                event("__defineGetter__", json!({"version": 2})),
                event("celebrate", json!({"version": 2, "confetti": true})),
                event("resize", json!({"version": 2, "height": 432, "width": 300})),
                event("step", json!({"version": 2, "step": "of-tomorrow"})),
                event("error", json!({"version": 2, "reason": "of_tomorrow"})),
                connected(json!({"version": 2, "method": "passkey", "numbers": []})),
            ],
            json!([
                ["onReady", null],
                ["onError", "of_tomorrow"],
                ["onConnected", "s"]
            ]),
        ),
    ]
}

/// Records errors of the page's scripts; a timer never ends by itself.
const WATCH: &str = "<script>window.calls = []; window.timers = new Set();
    addEventListener('error', ({ message }) => calls.push(['error of a script', message]));
    window.setTimeout = () => { const timer = {}; timers.add(timer); return timer; };
    window.clearTimeout = (timer) => timers.delete(timer);
    window.confirm = () => { calls.push(['question']); return false; };</script>";

#[tokio::test]
async fn this_loader_works_with_older_and_newer_services() -> Result<()> {
    let (stage, other) = (Stage::start().await?, HostPage::open().await?);
    let browser = Browser::chromium().await?;
    for (name, messages, callbacks) in conversations() {
        let send = "for (const message of messages) parent.postMessage(message, '*');";
        let widget = format!(
            "<script>const messages = {}; {send}</script>",
            json!(messages)
        );
        let url = other.page("", &widget);
        browser
            .goto(stage.host.page(WATCH, &stage.script("")))
            .await?;
        let open = format!("window.widget = TitanWidget.open({{ url: '{url}', ...record }})");
        run(&browser, &open).await?;
        wait_call(&browser, "onConnected").await?;
        assert_eq!(browser.value("calls").await?, callbacks, "{name}");
        assert_eq!(browser.value("timers.size").await?, 0, "{name}");
        let resized = messages.iter().any(|message| message["event"] == "resize");
        let height = browser
            .value("document.querySelector('iframe').style.height === '432px'")
            .await?;
        assert_eq!(height, resized, "{name}");
        assert_eq!(browser.value("widget.close()").await?, true, "{name}");
        wait_value(&browser, "!document.querySelector('dialog')").await?;
    }
    Ok(())
}
