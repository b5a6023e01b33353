//! The loader's four shapes in pages of another site.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use thirtyfour::{By, Key};
use titan_e2e::{Browser, Engine, HostPage, Phone, Service, WidgetSession, wait};

struct Stage {
    service: Service,
    host: HostPage,
    phone: Phone,
}

impl Stage {
    async fn start() -> Result<Self> {
        let (service, host) = (Service::start().await?, HostPage::open().await?);
        let phone = Phone::create(&service.startup().service_url, "+5511988887001", "Ana").await?;
        Ok(Self {
            service,
            host,
            phone,
        })
    }

    async fn link(&self, fields: Value) -> Result<WidgetSession> {
        let mut link = json!({"mode": "qr", "allowedOrigins": [self.host.origin]});
        for (name, value) in fields.as_object().into_iter().flatten() {
            link[name] = value.clone();
        }
        self.service.tenant().create_widget_session(link).await
    }

    fn script(&self, attributes: &str) -> String {
        let url = &self.service.startup().service_url;
        format!("<script src=\"{url}/widget/loader.js\" {attributes}></script>")
    }

    async fn scan(&self, link: &WidgetSession) -> Result<()> {
        let qr = self.service.tenant().qr(&link.session).await?;
        self.phone.scan(&qr).await
    }
}

/// Runs a script in the page that records the callbacks of a widget in `window.calls`.
async fn run(browser: &Browser, script: &str) -> Result<()> {
    let recorder = "window.calls ??= []; const record = Object.fromEntries(['onReady', 'onConnected', 'onError', \
                    'onExpired', 'onClose'].map((name) => [name, (it) => calls.push([name, it?.reason ?? it?.session])]));";
    browser
        .execute(format!("{recorder} {script}"), vec![])
        .await?;
    Ok(())
}

async fn wait_call(browser: &Browser, name: &str) -> Result<Value> {
    wait::until(&format!("the callback {name}"), || async {
        let calls = browser.value("window.calls").await?;
        let calls = calls.as_array().context("calls are recorded")?.iter();
        Ok(calls
            .into_iter()
            .find(|call| call[0] == name)
            .map(|call| call[1].clone()))
    })
    .await
}

async fn wait_value(browser: &Browser, expression: &str) -> Result<()> {
    wait::until(expression, || async {
        Ok((browser.value(expression).await? == true).then_some(()))
    })
    .await
}

async fn a_script_tag_shows_the_widget_in_its_place(engine: Engine) -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let tag = stage.script(&format!("async data-widget-url=\"{}\"", link.url));
    let browser = Browser::of(engine).await?;
    browser
        .goto(stage.host.page("", &format!("<main>{tag}</main>")))
        .await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    let height = stage.host.wait_for(&browser, 0, "resize").await?.data["height"].clone();
    let is_as_high =
        format!("Math.abs(document.querySelector('main iframe').clientHeight - {height}) < 40");
    wait_value(&browser, &is_as_high).await?;
    stage.scan(&link).await?;
    stage.host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(stage.host.successes(&browser).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn chromium_shows_a_script_tags_widget() -> Result<()> {
    a_script_tag_shows_the_widget_in_its_place(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_shows_a_script_tags_widget() -> Result<()> {
    a_script_tag_shows_the_widget_in_its_place(Engine::Firefox).await
}

#[tokio::test]
async fn webkit_shows_a_script_tags_widget() -> Result<()> {
    a_script_tag_shows_the_widget_in_its_place(Engine::WebKit).await
}

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
async fn an_expired_link_is_replaced_by_the_function() -> Result<()> {
    let stage = Stage::start().await?;
    let (first, second) = (stage.link(json!({})).await?, stage.link(json!({})).await?);
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let mount = format!(
        "const urls = ['{}', '{}']; TitanWidget.mount(document.body, {{ url: async () => urls.shift(), ...record }})",
        first.url, second.url
    );
    run(&browser, &mount).await?;
    wait_call(&browser, "onReady").await?;
    stage.service.tenant().revoke(&first).await?;
    wait_value(
        &browser,
        "calls.filter((call) => call[0] === 'onReady').length === 2",
    )
    .await?;
    stage.scan(&second).await?;
    let session = wait_call(&browser, "onConnected").await?;
    assert_eq!(session, second.session.as_str());
    wait_value(&browser, "!calls.some((call) => call[0] === 'onExpired')").await
}

#[tokio::test]
async fn the_host_page_is_redirected_at_the_end() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage
        .link(json!({"callbackUrl": stage.host.callback_url()}))
        .await?;
    let browser = Browser::chromium().await?;
    let tag = stage.script(&format!("data-widget-url=\"{}\"", link.url));
    browser.goto(stage.host.page("", &tag)).await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    stage.scan(&link).await?;
    wait_value(&browser, "!!document.querySelector('#arrived')").await?;
    let address = browser.current_url().await?;
    let query = address.query().unwrap_or_default();
    assert!(
        query.contains("status=connected") && query.contains("sig="),
        "{query}"
    );
    Ok(())
}

/// No inline style or script; the frame's own policy is the service's.
#[tokio::test]
async fn a_strict_policy_of_the_host_is_kept() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let service = &stage.service.startup().service_url;
    let policy = format!(
        "<meta http-equiv=content-security-policy content=\"default-src 'none'; script-src {service}; \
         frame-src {service}\">"
    );
    let browser = Browser::chromium().await?;
    let tag = stage.script(&format!("data-widget-url=\"{}\" data-mode=modal", link.url));
    browser.goto(stage.host.page(&policy, &tag)).await?;
    browser.record_policy_violations().await?;
    wait_value(
        &browser,
        "document.querySelector('dialog iframe')?.clientHeight > 300",
    )
    .await?;
    wait_value(
        &browser,
        "getComputedStyle(document.querySelector('dialog')).borderRadius === '16px'",
    )
    .await?;
    browser.enter_frame(0).await?;
    titan_e2e::WidgetPage::in_window(&browser)
        .wait_started()
        .await?;
    browser.enter_default_frame().await?;
    assert_eq!(browser.value("window.policyViolations").await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn a_frame_that_a_policy_blocks_is_an_error() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let policy = "<meta http-equiv=content-security-policy content=\"frame-src 'none'\">";
    let browser = Browser::chromium().await?;
    browser
        .goto(stage.host.page(policy, &stage.script("")))
        .await?;
    let mount = format!(
        "TitanWidget.mount('body', {{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &mount).await?;
    assert_eq!(wait_call(&browser, "onError").await?, "not_loaded");
    Ok(())
}

#[tokio::test]
async fn forged_messages_are_not_heard() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let mount = format!(
        "TitanWidget.mount('body', {{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &mount).await?;
    wait_call(&browser, "onReady").await?;
    let forge = "const frame = document.querySelector('iframe'); \
        const success = { type: 'titan:widget', event: 'connected', session: 'forged' }; \
        postMessage(success, '*'); \
        for (const data of [null, 7, 'titan:widget', [], { type: 'titan:widget' }, \
          { type: 'titan:widget:event', event: '__proto__' }, { type: 'titan:widget:event', event: 'redirect', url: 'javascript:0' }]) \
          dispatchEvent(new MessageEvent('message', { data, source: frame.contentWindow, origin: 'http://127.0.0.1:1' })); \
        dispatchEvent(new MessageEvent('message', { data: success, source: frame.contentWindow, origin: 'https://evil.test' }));";
    run(&browser, forge).await?;
    stage.scan(&link).await?;
    assert_eq!(
        wait_call(&browser, "onConnected").await?,
        link.session.as_str()
    );
    Ok(())
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
    run(&browser, "const before = document.querySelectorAll('*').length; live.clear(); (async () => { \
        for (let time = 0; time < 500; time++) { const one = TitanWidget.open({ url: 'http://127.0.0.1:9/' }); one.destroy(); one.destroy(); \
          const other = TitanWidget.mount('body', { url: 'http://127.0.0.1:9/' }); \
          for (let turn = 0; turn < 3; turn++) await null; \
          if (!document.querySelector('iframe').src) throw new Error('no address'); other.destroy(); } \
        window.left = [document.querySelectorAll('*').length - before]; })();").await?;
    wait_value(&browser, "live.size === 0 && window.left?.[0] === 0").await
}

#[tokio::test]
async fn an_element_reports_an_address_that_cannot_be_used() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let add = "const one = document.createElement('titan-connect'); \
        one.addEventListener('error', (it) => calls.push(['error', it.detail.reason])); \
        one.setAttribute('url', 'ftp://example.com'); document.body.append(one);";
    run(&browser, add).await?;
    assert_eq!(wait_call(&browser, "error").await?, "invalid_url");
    Ok(())
}

#[tokio::test]
async fn the_element_and_the_module_work_like_the_script() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let service = &stage.service.startup().service_url;
    let body = format!(
        "<script type=module>window.calls = []; const module = await import('{service}/widget/loader.mjs'); \
         window.names = Object.keys(module).sort().join(); const one = document.createElement('titan-connect'); \
         one.addEventListener('connected', (it) => calls.push(['connected', it.detail.session])); \
         one.setAttribute('url', '{}'); document.body.append(one);</script>",
        link.url
    );
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &body)).await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    stage.scan(&link).await?;
    assert_eq!(
        wait_call(&browser, "connected").await?,
        link.session.as_str()
    );
    run(&browser, "document.querySelector('titan-connect').remove()").await?;
    wait_value(&browser, "!document.querySelector('iframe')").await
}
