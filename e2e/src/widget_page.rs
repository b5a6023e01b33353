//! The widget's page, at top level or in a frame. The only file with its selectors.

use anyhow::{Context, Result};
use protocol::languages::english;
use serde_json::Value;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::wait;

/// What must not move when the widget replaces the first HTML.
pub const FIXED_PARTS: [&str; 5] = ["#card", "#card h1", "#qr", "#qr .plate svg", ".steps"];

/// The widget in the browser's current page or frame.
pub struct WidgetPage<'a> {
    browser: &'a Browser,
}

impl<'a> WidgetPage<'a> {
    pub fn in_window(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// The card's step; `None` while there is no card.
    pub async fn step(&self) -> Result<Option<String>> {
        let step = self
            .browser
            .value("document.querySelector('#card')?.dataset.step ?? null")
            .await?;
        Ok(step.as_str().map(str::to_owned))
    }

    /// Waits until the card shows one of these steps, and returns it.
    pub async fn wait_step(&self, steps: &[&str]) -> Result<String> {
        let found = wait::until(&format!("the widget to show {steps:?}"), || async {
            Ok(self
                .step()
                .await?
                .filter(|step| steps.contains(&step.as_str())))
        })
        .await;
        let last = self.step().await.ok().flatten();
        found.with_context(|| format!("it shows {last:?}"))
    }

    /// Waits until the widget has replaced the first HTML, which has no live region.
    pub async fn wait_started(&self) -> Result<()> {
        wait::until("the widget to start", || async {
            let started = self
                .browser
                .value("document.querySelector('#card [role=status]') !== null")
                .await?;
            Ok(started.as_bool().unwrap_or_default().then_some(()))
        })
        .await
    }

    /// Waits until the widget shows that it cannot reach the service.
    pub async fn wait_offline(&self) -> Result<()> {
        wait::until("the widget to notice that the service is down", || async {
            Ok(self
                .text()
                .await?
                .contains(english().offline())
                .then_some(()))
        })
        .await
    }

    /// Waits until the address bar no longer shows the token.
    pub async fn wait_clean_address(&self) -> Result<String> {
        wait::until("the token to leave the address bar", || async {
            let address = self.browser.value("location.href").await?;
            let address = address.as_str().unwrap_or_default();
            Ok((!address.contains("token")).then(|| address.to_owned()))
        })
        .await
    }

    /// The visible button with these words.
    pub async fn button(&self, words: &str) -> Result<WebElement> {
        let xpath = format!("//button[normalize-space()='{words}']");
        wait::until(&format!("the button “{words}”"), || async {
            for button in self.browser.find_all(By::XPath(xpath.as_str())).await? {
                if button.is_displayed().await? {
                    return Ok(Some(button));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Clicks the visible button with these words.
    pub async fn click(&self, words: &str) -> Result<()> {
        Ok(self.button(words).await?.click().await?)
    }

    /// Waits until the button with this selector does something.
    pub async fn wait_enabled(&self, css: &str) -> Result<()> {
        wait::until(&format!("{css} to be enabled"), || async {
            let enabled = format!("!!document.querySelector('{css}:not([aria-disabled=true])')");
            Ok((self.browser.value(&enabled).await? == true).then_some(()))
        })
        .await
    }

    /// Opens the tab for linking by number.
    pub async fn open_phone_tab(&self) -> Result<()> {
        self.wait_started().await?;
        self.click(english().tab_phone()).await?;
        self.button(english().phone_get_code()).await.map(drop)
    }

    /// Opens the tab for linking by QR code.
    pub async fn open_qr_tab(&self) -> Result<()> {
        self.click(english().tab_qr()).await?;
        self.wait_step(&["qr"]).await.map(drop)
    }

    /// Types a number and requests a code, which may be rejected.
    pub async fn request_code(&self, number: &str) -> Result<()> {
        let field = self.browser.find(By::Css("#number")).await?;
        field.clear().await?;
        field.send_keys(number).await?;
        let button = self.button(english().phone_get_code()).await?;
        Ok(button.click().await?)
    }

    /// The code to type on the phone, once it is shown.
    pub async fn phone_code(&self) -> Result<String> {
        self.wait_step(&["code"]).await?;
        let groups = "[...document.querySelectorAll('#phone-code b')].map((one) => one.textContent).join('-')";
        let code = self.browser.value(groups).await?;
        Ok(code.as_str().context("a code is text")?.to_owned())
    }

    /// Waits until the page shows this text.
    pub async fn wait_text(&self, wanted: &str) -> Result<()> {
        let found = wait::until(&format!("the widget to show “{wanted}”"), || async {
            Ok(self.text().await?.contains(wanted).then_some(()))
        })
        .await;
        let last = self.text().await.unwrap_or_default();
        found.with_context(|| format!("it shows:\n{last}"))
    }

    /// All visible text.
    pub async fn text(&self) -> Result<String> {
        Ok(self
            .browser
            .value("document.body.innerText")
            .await?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// Left, top, width and height of every fixed part, in CSS pixels.
    pub async fn boxes(&self) -> Result<Vec<(&'static str, Value)>> {
        let mut boxes = Vec::new();
        for part in FIXED_PARTS {
            let script = format!(
                "(() => {{ const all = [...document.querySelectorAll({part:?})]; \
                 const visible = all.find((one) => one.getClientRects().length); \
                 if (!visible) return null; const box = visible.getBoundingClientRect(); \
                 return [box.left, box.top, box.width, box.height]; }})()"
            );
            boxes.push((part, self.browser.value(&script).await?));
        }
        Ok(boxes)
    }
}
