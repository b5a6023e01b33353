//! Pages that frame a link: only allowed ones show it, and a link that names none names the page to the person.

use anyhow::{Context as _, Result};
use protocol::languages::english;
use protocol::words::parts;
use serde_json::{Value, json};
use titan_e2e::{Browser, Engine, HostPage, Service, WidgetPage, WidgetSession};

/// How a page that must not show the widget frames it.
struct Case {
    name: &'static str,
    /// Which pages the link names, of the host and a stranger.
    allowed: fn(&HostPage, &HostPage) -> Value,
    page: fn(&HostPage, &HostPage, &WidgetSession) -> String,
    /// How many frames are around the widget.
    depth: u16,
}

fn framed(url: &str, attributes: &str) -> String {
    format!("<iframe {attributes} src=\"{url}\"></iframe>")
}

const NOT_ALLOWED: [Case; 4] = [
    Case {
        name: "a stranger",
        allowed: |host, _| json!([host.origin]),
        page: |_, stranger, link| stranger.embed(&[&link.url]),
        depth: 1,
    },
    Case {
        name: "a stranger that hides who it is",
        allowed: |host, _| json!([host.origin]),
        page: |_, stranger, link| {
            stranger.page("", &framed(&link.url, "referrerpolicy=no-referrer"))
        },
        depth: 1,
    },
    Case {
        name: "a stranger whose frame is sandboxed",
        allowed: |host, _| json!([host.origin]),
        page: |_, stranger, link| stranger.page("", &framed(&link.url, "sandbox=allow-scripts")),
        depth: 1,
    },
    Case {
        name: "an allowed stranger's page in a page that is not allowed",
        allowed: |_, stranger| json!([stranger.origin]),
        page: |host, stranger, link| {
            let inner = stranger.page("", &framed(&link.url, "referrerpolicy=no-referrer"));
            host.page("", &framed(&inner, ""))
        },
        depth: 2,
    },
];

/// Nothing is shown, sent or started, and the link works afterwards.
async fn only_allowed_pages_show_the_widget(engine: Engine) -> Result<()> {
    let (service, browser) = (Service::start().await?, Browser::of(engine).await?);
    let (host, stranger) = (HostPage::open().await?, HostPage::open().await?);
    let tenant = service.tenant();
    for case in NOT_ALLOWED {
        let origins = (case.allowed)(&host, &stranger);
        let fields = json!({"allowedOrigins": origins});
        let link = tenant.create_widget_session(fields).await?;
        browser
            .goto((case.page)(&host, &stranger, &link))
            .await
            .context(case.name)?;
        assert_eq!(
            browser.value("window.received").await?,
            json!([]),
            "{}",
            case.name
        );
        for _ in 0..case.depth {
            browser.enter_frame(0).await?;
        }
        let step = WidgetPage::in_window(&browser).step().await?;
        assert_eq!(step, None, "{}", case.name);
        browser.enter_default_frame().await?;
        let session = tenant.session(&link.session).await?;
        assert_eq!(session["statusReason"], Value::Null, "{}", case.name);

        browser.open(&link).await?;
        let widget = WidgetPage::in_window(&browser);
        widget.wait_step(&["qr"]).await.context(case.name)?;
    }
    Ok(())
}

#[tokio::test]
async fn chromium_shows_the_widget_only_in_allowed_pages() -> Result<()> {
    only_allowed_pages_show_the_widget(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_shows_the_widget_only_in_allowed_pages() -> Result<()> {
    only_allowed_pages_show_the_widget(Engine::Firefox).await
}

/// An allowed page that hides who it is: the code comes a moment later, and the number is linked.
#[tokio::test]
async fn an_allowed_page_without_referrers_links_a_number() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    let frame = framed(&link.url, "referrerpolicy=no-referrer");
    browser.goto(host.page("", &frame)).await?;
    host.wait_for(&browser, 0, "ready").await?;
    service.ana().scan_screen(&browser).await?;
    host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}

/// The page learns that a number was linked, and not which; the person reads which page it is.
async fn a_page_that_frames_a_link_without_origins_is_named(engine: Engine) -> Result<()> {
    let (service, stranger) = (Service::start().await?, HostPage::open().await?);
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::of(engine).await?;
    stranger.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    let sentence: String = parts(english().framed_by()).map(|(part, _)| part).collect();
    let sentence = sentence.replace("{origin}", &stranger.origin);
    let widget = WidgetPage::in_window(&browser);
    widget.wait_text(&sentence).await?;
    let bold = "[...document.querySelectorAll('.trust b')].map((one) => one.textContent)";
    let bold = browser.value(bold).await?;
    let names = bold.as_array().context("a list")?;
    assert!(names.contains(&json!(stranger.origin)), "{bold}");
    browser.enter_default_frame().await?;

    let ana = service.ana();
    ana.scan_screen(&browser).await?;
    stranger.wait_for(&browser, 0, "connected").await?;
    let received = browser.value("JSON.stringify(window.received)").await?;
    let received = received.as_str().context("a text")?;
    for secret in [ana.number.trim_start_matches('+'), &link.token, &ana.name] {
        assert!(!received.contains(secret), "{secret} in {received}");
    }
    // All messages have been posted once the last step is shown.
    browser.enter_frame(0).await?;
    widget.wait_step(&["connected"]).await?;
    browser.enter_default_frame().await?;
    assert_eq!(browser.value(CARELESS_LISTENER).await?, 1);
    Ok(())
}

/// How many successes a listener counts that checks nothing but `type`.
const CARELESS_LISTENER: &str =
    "window.received.filter(({ data }) => data.type === 'titan:widget').length";

#[tokio::test]
async fn chromium_names_the_page_that_frames_a_link_without_origins() -> Result<()> {
    a_page_that_frames_a_link_without_origins_is_named(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_names_the_page_that_frames_a_link_without_origins() -> Result<()> {
    a_page_that_frames_a_link_without_origins_is_named(Engine::Firefox).await
}

/// A frame without an origin of its own cannot start the widget. The code is in the first HTML; nothing is reported.
#[tokio::test]
async fn a_sandboxed_frame_without_an_origin_reports_nothing() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    let frame = framed(&link.url, "sandbox=allow-scripts");
    browser.goto(host.page("", &frame)).await?;
    service.ana().scan_screen(&browser).await?;
    tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(browser.value("window.received").await?, json!([]));
    Ok(())
}
