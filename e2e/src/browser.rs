//! Chromium, driven over WebDriver: one driver, one fresh profile, one session per value.

mod chromedriver;
mod sent_request;

use std::ops::Deref;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use thirtyfour::prelude::*;

use self::chromedriver::Chromedriver;
pub use self::sent_request::SentRequest;
use crate::camera::Picture;
use crate::wait;

/// Whether pages may run scripts, as a person sets it in the browser's settings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scripting {
    On,
    Off,
}

/// The screen a page is looked at on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `light` or `dark`, as the system prefers.
    pub scheme: &'static str,
    pub width: u32,
    pub height: u32,
}

/// A browser window. Dropping it ends the session, then the driver, then deletes the profile.
pub struct Browser {
    driver: WebDriver,
    chromedriver: Chromedriver,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub async fn chromium() -> Result<Self> {
        Self::with_scripting(Scripting::On).await
    }

    pub async fn with_scripting(scripting: Scripting) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let chromedriver = Chromedriver::start().await?;
        let wishes = capabilities(&profile.path().to_string_lossy(), scripting);
        let driver = WebDriver::new(&chromedriver.url, wishes)
            .await
            .context("Chromium does not start")?;
        Ok(Self {
            driver,
            chromedriver,
            _profile: profile,
        })
    }

    /// A picture of the window.
    pub async fn picture(&self) -> Result<Picture> {
        Picture::from_png(&self.driver.screenshot_as_png().await?)
    }

    /// Takes pictures of the window until a QR code can be read on one.
    pub async fn read_code(&self) -> Result<String> {
        wait::until("a readable QR code in the window", || async {
            Ok(self.picture().await?.codes().pop())
        })
        .await
    }

    /// The same with nothing in the picture but one element, e.g. one of two frames.
    pub async fn read_code_in(&self, element: &WebElement) -> Result<String> {
        wait::until("a readable QR code in the element", || async {
            Ok(Picture::from_png(&element.screenshot_as_png().await?)?
                .codes()
                .pop())
        })
        .await
    }

    /// Changes the system's theme and the window's inner size.
    pub async fn look(&self, look: Look) -> Result<()> {
        let features =
            json!({ "features": [{ "name": "prefers-color-scheme", "value": look.scheme }] });
        let metrics = json!({ "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false });
        let cdp = self.driver.cdp();
        cdp.send_raw("Emulation.setEmulatedMedia", features).await?;
        cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        Ok(())
    }

    /// Waits until the page has drawn itself as it now is and no transition of a state is running.
    pub async fn settle(&self) -> Result<()> {
        wait::until("the page to stand still", || async {
            let running = "document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === 'running')";
            Ok((self.value(running).await? == Value::Bool(false)).then_some(()))
        })
        .await
    }

    /// The value of a JavaScript expression in the current page or frame.
    pub async fn value(&self, expression: &str) -> Result<Value> {
        Ok(self
            .driver
            .execute(format!("return {expression}"), vec![])
            .await?
            .json()
            .clone())
    }

    /// Presses a key on whatever has the focus.
    pub async fn press(&self, key: Key) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(key).perform().await?)
    }

    /// From the next page on, the widget hears this view and nothing else, as if the service had sent it.
    pub async fn pretend_view(&self, view: Value) -> Result<()> {
        let script = PRETENDED_STREAM.replace("{view}", &view.to_string());
        let cdp = self.driver.cdp();
        cdp.send_raw(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await?;
        Ok(())
    }

    /// Every request the browser has sent since the last call, with the headers as they left it.
    pub async fn sent_requests(&self) -> Result<Vec<SentRequest>> {
        let entries = self.driver.get_log("performance").await?;
        Ok(entries
            .iter()
            .filter_map(|entry| SentRequest::parse(&entry.message))
            .collect())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A panicking test drops this inside its blocked runtime, where the driver's own clean-up waits for
        // itself until it times out; so the session is ended without any runtime.
        if let Err(error) = self
            .chromedriver
            .end_session(&self.driver.session_id().to_string())
        {
            eprintln!("a browser may be left behind: {error:#}");
        }
        let _ended_already = self.driver.clone().leak();
    }
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

/// A live stream that tells of one view and then says nothing more.
const PRETENDED_STREAM: &str = r"
const real = window.fetch;
window.fetch = (input, init) => {
  if (!String(input.url ?? input).includes('/widget/live')) return real(input, init);
  const boot = JSON.parse(document.querySelector('#boot').textContent);
  boot.view = {view};
  const event = new TextEncoder().encode(`event: boot\ndata: ${JSON.stringify(boot)}\n\n`);
  const body = new ReadableStream({ start: (stream) => stream.enqueue(event) });
  return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
};";

fn capabilities(profile: &str, scripting: Scripting) -> Capabilities {
    let binary = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let mut options = json!({
        "binary": binary,
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1280,1000", format!("--user-data-dir={profile}"),
        ],
    });
    if scripting == Scripting::Off {
        options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
    }
    let mut wishes = Map::new();
    wishes.insert("browserName".to_owned(), json!("chrome"));
    wishes.insert("goog:chromeOptions".to_owned(), options);
    wishes.insert(
        "goog:loggingPrefs".to_owned(),
        json!({ "browser": "ALL", "performance": "ALL" }),
    );
    wishes.into()
}
