//! The widget's page as a person finds it: at top level or in a frame. The only file that knows its markup.

use anyhow::{Context, Result};
use protocol::words::words;
use serde_json::Value;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::wait;

/// What must not move when the widget takes over from the first HTML.
pub const FIXED_PARTS: [&str; 5] = ["#card", "#card h1", "#qr", "#qr .plate svg", ".steps"];

/// The widget in whatever page or frame the browser is looking at.
pub struct WidgetPage<'a> {
    browser: &'a Browser,
}

impl<'a> WidgetPage<'a> {
    pub fn in_window(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// What the card says of itself; `None` while there is no card.
    pub async fn step(&self) -> Result<Option<String>> {
        let step = self
            .browser
            .value("document.querySelector('#card')?.dataset.step ?? null")
            .await?;
        Ok(step.as_str().map(str::to_owned))
    }

    /// Waits until the card shows one of these steps, and says which.
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

    /// Waits until the widget has taken over from the first HTML, which has nothing that speaks up by itself.
    pub async fn wait_alive(&self) -> Result<()> {
        wait::until("the widget to take over", || async {
            let alive = self
                .browser
                .value("document.querySelector('#card [role=status]') !== null")
                .await?;
            Ok(alive.as_bool().unwrap_or_default().then_some(()))
        })
        .await
    }

    /// Waits until the widget says that it cannot reach the service.
    pub async fn wait_offline(&self) -> Result<()> {
        wait::until("the widget to notice that the service is gone", || async {
            Ok(self
                .text()
                .await?
                .contains(words("en").offline)
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

    /// Opens the tab for linking by number.
    pub async fn open_phone_tab(&self) -> Result<()> {
        self.wait_alive().await?;
        self.button(words("en").tab_phone).await?.click().await?;
        self.button(words("en").phone.get_code).await.map(drop)
    }

    /// Opens the tab for linking by picture.
    pub async fn open_qr_tab(&self) -> Result<()> {
        self.button(words("en").tab_qr).await?.click().await?;
        self.wait_step(&["qr"]).await.map(drop)
    }

    /// Types a number and asks for a code, which need not come.
    pub async fn ask_code(&self, number: &str) -> Result<()> {
        let field = self.browser.find(By::Css("#number")).await?;
        field.clear().await?;
        field.send_keys(number).await?;
        let button = self.button(words("en").phone.get_code).await?;
        Ok(button.click().await?)
    }

    /// The code to type on the phone, once it is shown.
    pub async fn phone_code(&self) -> Result<String> {
        self.wait_step(&["code"]).await?;
        let groups = "[...document.querySelectorAll('#phone-code b')].map((one) => one.textContent).join('-')";
        let code = self.browser.value(groups).await?;
        Ok(code.as_str().context("a code is text")?.to_owned())
    }

    /// Waits until the person can read this.
    pub async fn wait_text(&self, wanted: &str) -> Result<()> {
        let found = wait::until(&format!("the widget to say “{wanted}”"), || async {
            Ok(self.text().await?.contains(wanted).then_some(()))
        })
        .await;
        let last = self.text().await.unwrap_or_default();
        found.with_context(|| format!("it says:\n{last}"))
    }

    /// All text a person can see.
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
                "(() => {{ const seen = [...document.querySelectorAll({part:?})].find((one) => one.getClientRects().length); \
                 if (!seen) return null; const box = seen.getBoundingClientRect(); \
                 return [box.left, box.top, box.width, box.height]; }})()"
            );
            boxes.push((part, self.browser.value(&script).await?));
        }
        Ok(boxes)
    }
}
