//! A browser, driven over WebDriver: one driver, one fresh profile and one session per value. Chromium unless a
//! journey is about differences between browsers.

mod console;
mod driver_process;
mod engine;
mod fake_service;
mod sent_request;
mod virtual_display;

use std::ops::Deref;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use thirtyfour::prelude::*;

use self::driver_process::DriverProcess;
pub use self::engine::{Build, Engine, INSECURE_HOST, Scripting, Settings, Storage};
pub use self::sent_request::SentRequest;
use self::virtual_display::VirtualDisplay;
use crate::facebook::Facebook;
use crate::screenshot::Screenshot;
use crate::tenant::{self, WidgetSession};
use crate::wait;

/// The size and theme of the display that shows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Display {
    /// The system's theme, `light` or `dark`.
    pub scheme: &'static str,
    pub width: u32,
    pub height: u32,
}

/// A browser window. Dropping it ends the session, then the driver, then the screen, then deletes the profile.
pub struct Browser {
    driver: WebDriver,
    engine: Engine,
    process: DriverProcess,
    _screen: Option<VirtualDisplay>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Chromium's engine, for journeys that do not depend on the browser around it.
    pub async fn chromium() -> Result<Self> {
        let settings = Settings {
            build: Build::HeadlessShell,
            ..Settings::default()
        };
        Self::start(Engine::Chromium, settings, None).await
    }

    pub async fn with_scripting(scripting: Scripting) -> Result<Self> {
        let settings = Settings {
            scripting,
            ..Settings::default()
        };
        Self::start(Engine::Chromium, settings, None).await
    }

    /// A browser whose person lets pages store this.
    pub async fn with_storage(engine: Engine, storage: Storage) -> Result<Self> {
        let settings = Settings {
            storage,
            ..Settings::default()
        };
        Self::start(engine, settings, None).await
    }

    pub async fn of(engine: Engine) -> Result<Self> {
        Self::start(engine, Settings::default(), None).await
    }

    /// A browser for which Facebook's host names lead to the sandbox's Meta.
    pub async fn with_facebook(engine: Engine, facebook: &Facebook) -> Result<Self> {
        Self::start(engine, Settings::default(), Some(facebook)).await
    }

    async fn start(
        engine: Engine,
        settings: Settings,
        facebook: Option<&Facebook>,
    ) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let screen = match engine {
            Engine::WebKit => Some(VirtualDisplay::start().await?),
            Engine::Chromium | Engine::Firefox => None,
        };
        let (command, port_option) = engine.driver(screen.as_ref());
        let process = DriverProcess::start(command, port_option).await?;
        let mut capabilities = engine.capabilities(&profile.path().to_string_lossy(), settings);
        if let Some(facebook) = facebook {
            let proxy = facebook.address.to_string();
            let proxy = json!({ "proxyType": "manual", "sslProxy": proxy });
            capabilities.insert("proxy".to_owned(), proxy);
            capabilities.insert("acceptInsecureCerts".to_owned(), Value::Bool(true));
        }
        tenant::set_tls_provider();
        let driver = WebDriver::new(&process.url, Capabilities::from(capabilities))
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

    /// Opens a link at top level.
    pub async fn open(&self, link: &WidgetSession) -> Result<()> {
        Ok(self.goto(link.url.as_str()).await?)
    }

    pub async fn take_screenshot(&self) -> Result<Screenshot> {
        Screenshot::from_png(&self.driver.screenshot_as_png().await?)
    }

    /// Takes screenshots of the window until a QR code can be read.
    pub async fn read_qr(&self) -> Result<String> {
        wait::until("a readable QR code in the window", || async {
            Ok(self.take_screenshot().await?.qr_codes().pop())
        })
        .await
    }

    /// The same with a screenshot of one element, e.g. one of two frames.
    pub async fn read_qr_in(&self, element: &WebElement) -> Result<String> {
        wait::until("a readable QR code in the element", || async {
            Ok(Screenshot::from_png(&element.screenshot_as_png().await?)?
                .qr_codes()
                .pop())
        })
        .await
    }

    /// Changes the system's theme and the window's inner size.
    pub async fn set_display(&self, display: Display) -> Result<()> {
        self.set_media(&[("prefers-color-scheme", display.scheme)])
            .await?;
        self.set_size(display.width, display.height).await
    }

    /// Changes what the system prefers: media features by name. Features that are not named are as by default.
    pub async fn set_media(&self, features: &[(&str, &str)]) -> Result<()> {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let features: Vec<Value> = features.iter().map(feature).collect();
        let cdp = self.driver.cdp();
        cdp.send_raw(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await?;
        Ok(())
    }

    /// Changes the window's inner size.
    pub async fn set_size(&self, width: u32, height: u32) -> Result<()> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let cdp = self.driver.cdp();
        cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        Ok(())
    }

    /// From the next page on, requests for addresses like these fail. `*` stands for any text.
    pub async fn block_addresses(&self, patterns: &[&str]) -> Result<()> {
        let cdp = self.driver.cdp();
        cdp.send_raw("Network.enable", json!({})).await?;
        cdp.send_raw("Network.setBlockedURLs", json!({ "urls": patterns }))
            .await?;
        Ok(())
    }

    /// Waits until the page is drawn and no transition is running.
    pub async fn wait_until_still(&self) -> Result<()> {
        wait::until("the page to be still", || async {
            let running = "document.getAnimations()\
                .some((one) => one instanceof CSSTransition && one.playState === 'running')";
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

    /// Presses a key on the element with the focus.
    pub async fn press_key(&self, key: Key) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(key).perform().await?)
    }

    /// The headers of every response since the last call, of this or of [`Self::sent_requests`].
    pub async fn response_headers(&self) -> Result<Vec<Map<String, Value>>> {
        let entries = self.driver.get_log("performance").await?;
        let headers = entries
            .iter()
            .filter_map(|entry| sent_request::response_headers(&entry.message));
        Ok(headers.collect())
    }

    /// Every request that the browser has sent since the last call, with the headers that it sent.
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
        // A panicking test drops this inside its blocked runtime, where the driver's own clean-up would wait for itself
        // until it times out. So the session is ended without a runtime.
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
