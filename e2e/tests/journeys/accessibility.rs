//! Every state of the widget meets WCAG 2.2 AA, in both themes, in both directions and at every width.
//!
//! The states are shown one after the other by a faked service, in the order in which a page can have them.

mod around;
mod cloud;
mod first_html;
mod phone;
mod preferences;
mod qr;
mod results;

use anyhow::{Context, Result};
use protocol::languages;
use protocol::words::Words;
use serde_json::{Value, json};
use thirtyfour::By;
use titan_e2e::{Audit, Browser, Service, WidgetPage};

/// One language that is written from left to right, and one from right to left.
const LANGUAGES: [&str; 2] = ["en", "ar"];

/// A browser with the widget open, whose service is faked.
struct Stage<'a> {
    browser: &'a Browser,
    widget: WidgetPage<'a>,
    words: &'static Words,
    /// The address of the widget.
    address: String,
    audit: Audit<'a>,
}

impl<'a> Stage<'a> {
    async fn open(service: &Service, browser: &'a Browser, language: &str) -> Result<Self> {
        let audit = Audit::start(browser, language).await?;
        let first = json!({ "seq": 1000, "step": "preparing", "phoneCode": null, "signup": null });
        browser.fake_view(first).await?;
        let link = service.tenant().create_widget_session(json!({})).await?;
        let stage = Self {
            browser,
            widget: WidgetPage::in_window(browser),
            words: words(language)?,
            address: format!("{}&locale={language}", link.url),
            audit,
        };
        stage.reload().await?;
        Ok(stage)
    }

    /// Opens the widget anew, with its first view.
    async fn reload(&self) -> Result<()> {
        self.browser.goto(&self.address).await?;
        self.widget.wait_started().await?;
        self.widget
            .wait_text(
                self.words
                    .title()
                    .split('{')
                    .next()
                    .unwrap_or_default()
                    .trim(),
            )
            .await
    }

    /// Shows a view and checks it, once this text is there.
    async fn check_view(&mut self, state: &str, view: Value, text: &str) -> Result<()> {
        self.browser.show_view(view).await?;
        self.check_text(state, text).await
    }

    /// Checks what is shown, once this text is there.
    async fn check_text(&mut self, state: &str, text: &str) -> Result<()> {
        self.widget.wait_text(text).await?;
        self.audit.check(state).await
    }

    async fn click(&self, css: &str) -> Result<()> {
        let found = self.browser.find(By::Css(css)).await?;
        found
            .click()
            .await
            .with_context(|| format!("clicking {css}"))
    }
}

fn words(language: &str) -> Result<&'static Words> {
    let known = languages::all().iter().find(|one| one.tag == language);
    Ok(&known.context("the widget speaks it")?.words)
}

fn a_code() -> Value {
    let svg = "<svg viewBox=\"0 0 69 69\"><path d=\"M4 4h17v17H4z\"/></svg>";
    json!({ "step": "qr", "svg": svg, "remainingMs": 60_000, "lastsMs": 60_000 })
}
