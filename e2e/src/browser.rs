//! A browser, driven over WebDriver: one driver, one fresh profile, one session per value. Chromium unless a journey
//! is about what differs between browsers.

mod console;
mod driver_process;
mod engine;
mod screen;
mod sent_request;

use std::ops::Deref;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use self::driver_process::DriverProcess;
pub use self::engine::{Engine, PLAIN_HOST, Scripting};
use self::screen::Screen;
pub use self::sent_request::SentRequest;
use crate::camera::Picture;
use crate::wait;

/// The screen a page is looked at on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `light` or `dark`, as the system prefers.
    pub scheme: &'static str,
    pub width: u32,
    pub height: u32,
}

/// A browser window. Dropping it ends the session, then the driver, then the screen, then deletes the profile.
pub struct Browser {
    driver: WebDriver,
    engine: Engine,
    process: DriverProcess,
    _screen: Option<Screen>,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub async fn chromium() -> Result<Self> {
        Self::with_scripting(Scripting::On).await
    }

    pub async fn with_scripting(scripting: Scripting) -> Result<Self> {
        Self::start(Engine::Chromium, scripting).await
    }

    pub async fn of(engine: Engine) -> Result<Self> {
        Self::start(engine, Scripting::On).await
    }

    async fn start(engine: Engine, scripting: Scripting) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let screen = match engine {
            Engine::WebKit => Some(Screen::start().await?),
            Engine::Chromium | Engine::Firefox => None,
        };
        let (command, port_option) = engine.driver(screen.as_ref());
        let process = DriverProcess::start(command, port_option).await?;
        let wishes = engine.capabilities(&profile.path().to_string_lossy(), scripting);
        let driver = WebDriver::new(&process.url, wishes)
            .await
            .with_context(|| format!("{engine:?} does not start"))?;
        Ok(Self {
            driver,
            engine,
            process,
            _screen: screen,
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
            .process
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
