//! A page of another site that embeds the widget, and the site's callback address.
//!
//! Its origin differs from the service's (`localhost` and `127.0.0.1`), so the browser treats them as two sites. It
//! records every message with the origin that the browser reports, and every request with its referrer.

use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::browser::Browser;
use crate::tenant::WidgetSession;
use crate::wait;

const OPENER_POLICY: &str = "cross-origin-opener-policy";

/// A message that the page received.
#[derive(Debug, Clone)]
pub struct Message {
    /// `event.origin`.
    pub origin: String,
    /// The frame that sent it, counted from 0.
    pub frame: usize,
    pub data: Value,
    /// When the listener ran, by the browser's clock, in milliseconds since 1970.
    pub at_ms: f64,
}

/// A request that reached the host's site.
#[derive(Debug, Clone)]
pub struct HostRequest {
    /// Path and query.
    pub target: String,
    pub referrer: Option<String>,
}

#[derive(Default)]
struct Site {
    pages: Vec<String>,
    /// The header `Cross-Origin-Opener-Policy` of its pages.
    opener_policy: Option<&'static str>,
    requests: Vec<HostRequest>,
}

/// The host's site, which closes when this is dropped.
pub struct HostPage {
    pub origin: String,
    site: Arc<Mutex<Site>>,
    _server: JoinSet<()>,
}

impl HostPage {
    pub async fn open() -> Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let site = Arc::new(Mutex::new(Site::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&site));
        let mut server = JoinSet::new();
        server.spawn(async move {
            // Ends with the set; a loopback listener does not fail before.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self {
            origin,
            site,
            _server: server,
        })
    }

    /// Isolates the pages that are loaded from now on from windows of other sites.
    pub fn set_opener_policy(&self, policy: &'static str) {
        let mut site = self.site.lock().expect("no holder panics");
        site.opener_policy = Some(policy);
    }

    /// The address of a page that has these widgets in it, one frame each.
    pub fn embed(&self, widget_urls: &[&str]) -> String {
        let mut site = self.site.lock().expect("no holder panics");
        site.pages.push(page(widget_urls));
        format!("{}/page/{}", self.origin, site.pages.len() - 1)
    }

    /// The address of a page with this content, which records messages as the others do.
    pub fn page(&self, head: &str, body: &str) -> String {
        let mut site = self.site.lock().expect("no holder panics");
        let html = PAGE.replace("{head}", head).replace("{frames}", body);
        site.pages.push(html);
        format!("{}/page/{}", self.origin, site.pages.len() - 1)
    }

    /// Shows a link's widget in the browser and waits until it has started.
    pub async fn show(&self, browser: &Browser, link: &WidgetSession) -> Result<()> {
        browser.goto(self.embed(&[&link.url])).await?;
        self.wait_for(browser, 0, "ready").await.map(drop)
    }

    /// The address that people return to; it has a query of its own.
    pub fn callback_url(&self) -> String {
        format!("{}/connected?order=7", self.origin)
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<HostRequest> {
        self.site.lock().expect("no holder panics").requests.clone()
    }

    /// All messages that the page in the browser has received. The browser must show the page, not a frame of it.
    pub async fn received(&self, browser: &Browser) -> Result<Vec<Message>> {
        let list = browser.value("window.received").await?;
        let list = list
            .as_array()
            .context("the window does not show the host page")?;
        list.iter().map(parse).collect()
    }

    /// The messages with the type that means success.
    pub async fn successes(&self, browser: &Browser) -> Result<Vec<Message>> {
        let mut all = self.received(browser).await?;
        all.retain(|message| message.data["type"] == "titan:widget");
        Ok(all)
    }

    /// Waits for the first message of this event from this frame.
    pub async fn wait_for(&self, browser: &Browser, frame: usize, event: &str) -> Result<Message> {
        wait::until(&format!("the message `{event}`"), || async {
            let all = self.received(browser).await?;
            Ok(all
                .into_iter()
                .find(|message| message.frame == frame && message.data["event"] == event))
        })
        .await
    }
}

fn parse(message: &Value) -> Result<Message> {
    let frame = message["frame"]
        .as_u64()
        .context("a message from outside the page's frames")?;
    let origin = message["origin"]
        .as_str()
        .context("a message without origin")?;
    Ok(Message {
        origin: origin.to_owned(),
        frame: frame.try_into()?,
        data: message["data"].clone(),
        at_ms: message["at"].as_f64().context("a message without time")?,
    })
}

async fn answer(State(site): State<Arc<Mutex<Site>>>, request: Request) -> Response {
    let target = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    let referrer = request
        .headers()
        .get("referer")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let mut site = site.lock().expect("no holder panics");
    let page = target
        .strip_prefix("/page/")
        .and_then(|number| number.parse().ok())
        .and_then(|number: usize| site.pages.get(number));
    let html = page.cloned().unwrap_or_else(|| {
        "<!doctype html><title>Host</title><link rel=icon href=data:,><h1 id=arrived>Welcome back</h1>".to_owned()
    });
    site.requests.push(HostRequest { target, referrer });
    let policy = site.opener_policy.map(|policy| [(OPENER_POLICY, policy)]);
    (policy, Html(html)).into_response()
}

fn page(widget_urls: &[&str]) -> String {
    let frames: Vec<String> = widget_urls
        .iter()
        .map(|url| {
            format!(
                "<iframe title=Widget allow=clipboard-write src=\"{}\"></iframe>",
                escape(url)
            )
        })
        .collect();
    PAGE.replace("{head}", "")
        .replace("{frames}", &frames.concat())
}

fn escape(url: &str) -> String {
    url.replace('&', "&amp;").replace('"', "&quot;")
}

/// The listener is added before the frames, so that it receives every message.
const PAGE: &str = "<!doctype html><html lang=en><title>Host</title>
<link rel=icon href=\"data:,\">{head}
<style>body{margin:16px;display:flex;gap:16px} iframe{width:420px;height:760px;border:0}</style>
<script>
window.received = [];
addEventListener('message', (event) => {
  const frames = [...document.querySelectorAll('iframe')];
  const frame = frames.findIndex((one) => one.contentWindow === event.source);
  received.push({ origin: event.origin, frame, data: event.data, at: performance.timeOrigin + performance.now() });
});
</script>
{frames}";
