//! The examples, as a developer copies them: each links a number in a browser.

use anyhow::Result;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::example::Example;
use titan_e2e::{Browser, Service, wait};

/// The session that the examples' backend connects.
const CUSTOMER: &str = "customer-42";

/// Counts the listeners for messages, of which each widget has one.
const COUNT_LISTENERS: &str = "window.listeners = new Set();
    const { addEventListener: add, removeEventListener: remove } = window;
    window.addEventListener = (name, one, ...rest) => {
      if (name === 'message') listeners.add(one);
      add.call(window, name, one, ...rest);
    };
    window.removeEventListener = (name, one, ...rest) => {
      listeners.delete(one);
      remove.call(window, name, one, ...rest);
    };
    window.links = () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/link')).length;
    window.hasStarted = () => !['', '560px', 'min(560px, 100%)'].includes(document.querySelector('iframe').style.height);
    window.frameCount = () => document.querySelectorAll('iframe').length;";

struct Page {
    browser: Browser,
    service: Service,
    example: Example,
}

impl Page {
    async fn open(service: Service, example: Example) -> Result<Self> {
        let browser = Browser::chromium().await?;
        let source = json!({ "source": COUNT_LISTENERS });
        let cdp = browser.cdp();
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        browser.goto(&example.origin).await?;
        Ok(Self {
            browser,
            service,
            example,
        })
    }

    async fn wait(&self, expression: &str) -> Result<()> {
        let origin = &self.example.origin;
        wait::until(&format!("{expression} at {origin}"), || async {
            Ok((self.browser.value(expression).await? == true).then_some(()))
        })
        .await
    }

    async fn click(&self, selector: &str) -> Result<()> {
        let shown = format!("document.querySelector('{selector}')?.checkVisibility()");
        self.wait(&shown).await?;
        Ok(self.browser.find(By::Css(selector)).await?.click().await?)
    }

    /// Shows the widget with a click, and waits until it has started and reported its height. The page has requested
    /// this many links by then.
    async fn show(&self, links: usize) -> Result<()> {
        self.click("button").await?;
        let is_shown = "listeners.size === 1 && frameCount() === 1 && hasStarted()";
        self.wait(&format!("links() === {links} && {is_shown}"))
            .await
    }

    /// The widget is shown, removed with a click on `cancel`, and shown again; then the number is linked, and the page
    /// says so. The page requests a number of links each time.
    async fn link_a_number(&self, cancel: &str, links: [usize; 2]) -> Result<()> {
        self.show(links[0]).await?;
        self.click(cancel).await?;
        let is_gone = "listeners.size === 0 && !document.querySelector('iframe, dialog')";
        self.wait(is_gone).await?;
        self.show(links[1]).await?;
        let qr = self.service.tenant().qr(CUSTOMER).await?;
        self.service.ana().scan(&qr).await?;
        let status =
            "document.querySelector('#status')?.textContent === 'Connected: +5511999990001'";
        self.wait(status).await?;
        self.wait(&format!(
            "{is_gone} && !document.querySelector('button:not([hidden])')"
        ))
        .await
    }
}

#[tokio::test]
async fn the_html_file_links_a_number() -> Result<()> {
    let service = Service::start().await?;
    let example = Example::html(&service).await?;
    let page = Page::open(service, example).await?;
    page.link_a_number("dialog button", [1, 2]).await
}

/// It requests its links on the server.
#[tokio::test]
async fn the_rendered_page_links_a_number() -> Result<()> {
    let service = Service::start().await?;
    let example = Example::server(&service).await?;
    let page = Page::open(service, example).await?;
    page.link_a_number("p a", [0, 0]).await
}

/// Under development, React mounts each component twice.
#[tokio::test]
async fn the_react_component_links_a_number_in_strict_mode() -> Result<()> {
    let service = Service::start().await?;
    let example = Example::built(&service, "react").await?;
    let page = Page::open(service, example).await?;
    page.link_a_number("button", [2, 4]).await
}

#[tokio::test]
async fn the_vue_component_links_a_number() -> Result<()> {
    let service = Service::start().await?;
    let example = Example::built(&service, "vue").await?;
    let page = Page::open(service, example).await?;
    page.link_a_number("button", [1, 2]).await
}

#[tokio::test]
async fn the_svelte_page_links_a_number() -> Result<()> {
    let service = Service::start().await?;
    let example = Example::built(&service, "svelte").await?;
    let page = Page::open(service, example).await?;
    page.link_a_number("button", [1, 2]).await
}
