//! Meta's window of the sandbox, and the person in it.

use anyhow::{Context, Result};
use thirtyfour::{By, WindowHandle};

use crate::browser::Browser;
use crate::wait;

/// The steps of a person who adds a number, in order.
pub const STEPS: [&str; 5] = ["business", "number", "setup", "verification", "permissions"];

/// The window, which the browser's commands go to while this exists.
pub struct MetaWindow<'a> {
    browser: &'a Browser,
    opener: WindowHandle,
}

impl<'a> MetaWindow<'a> {
    /// Waits for a second window and goes to it.
    pub async fn wait(browser: &'a Browser) -> Result<Self> {
        let opener = browser.window().await?;
        let window = wait::until("Meta's window", || async {
            let windows = browser.windows().await?;
            Ok(windows.into_iter().find(|window| *window != opener))
        })
        .await?;
        browser.switch_to_window(window).await?;
        let window = Self { browser, opener };
        window.wait_step(STEPS[0]).await?;
        Ok(window)
    }

    async fn wait_step(&self, step: &str) -> Result<()> {
        let form = format!("#{step}");
        wait::until(&format!("the step {step}"), || async {
            let found = self.browser.find_all(By::Css(form.as_str())).await?;
            let form = found.first().context("the window has no such step");
            Ok(match form {
                Ok(form) => form.is_displayed().await?.then_some(()),
                Err(_) => None,
            })
        })
        .await
    }

    /// Goes on until this step is shown.
    pub async fn walk_to(&self, step: &str, number: &str) -> Result<()> {
        for pair in STEPS.windows(2) {
            if pair[0] == step {
                break;
            }
            self.answer(pair[0], number).await?;
            self.submit(pair[0]).await?;
            self.wait_step(pair[1]).await?;
        }
        Ok(())
    }

    async fn answer(&self, step: &str, number: &str) -> Result<()> {
        match step {
            "number" => self.find("#number [value=new]").await?.click().await?,
            "setup" => {
                let phone = self.find("[name=phoneNumber]").await?;
                phone.send_keys(number).await?;
                self.find("[name=name]").await?.send_keys("Bakery").await?;
            }
            "verification" => {
                let code = self.find("#sms").await?.text().await?;
                self.find("[name=code]").await?.send_keys(code).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Finishes, and goes back to the page that opened the window.
    pub async fn finish(self) -> Result<()> {
        self.submit("permissions").await?;
        self.go_back().await
    }

    /// Closes the window, and goes back to the page that opened it.
    pub async fn close(self) -> Result<()> {
        self.browser.close_window().await?;
        self.go_back().await
    }

    async fn submit(&self, step: &str) -> Result<()> {
        let button = self.find(&format!("#{step} [type=submit]")).await?;
        Ok(button.click().await?)
    }

    async fn find(&self, css: &str) -> Result<thirtyfour::WebElement> {
        Ok(self.browser.find(By::Css(css)).await?)
    }

    async fn go_back(self) -> Result<()> {
        Ok(self.browser.switch_to_window(self.opener).await?)
    }
}
