//! Checks a page against WCAG 2.2 AA: axe-core, and what axe-core does not check.
//!
//! The problems of all states of a page are collected, so that one run shows all of them.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::browser::Browser;
use crate::service::workspace;

/// The widest window and the narrowest that the widget supports, 1280 px at 400 % zoom, and 1280 px at 200 %.
const WIDTHS: [u32; 4] = [1280, 280, 320, 640];
/// The window in which the themes are checked.
const LIGHT: (u32, u32) = (1280, 900);
const DARK: (u32, u32) = (320, 640);

/// Collects what is wrong with the states of a page.
pub struct Audit<'a> {
    browser: &'a Browser,
    /// Named in front of each problem, e.g. a language.
    name: String,
    problems: Vec<String>,
    checked: usize,
}

impl<'a> Audit<'a> {
    /// Prepares the browser: from the next page on, its pages contain axe-core.
    pub async fn start(browser: &'a Browser, name: &str) -> Result<Self> {
        let file = workspace().join("node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(&file)
            .with_context(|| format!("no {} (`cargo xtask test` installs it)", file.display()))?;
        browser.run_before_pages(&axe).await?;
        browser.run_before_pages(CHECKS).await?;
        Ok(Self {
            browser,
            name: name.to_owned(),
            problems: Vec::new(),
            checked: 0,
        })
    }

    /// Checks what the page shows now, in both themes and at every width.
    pub async fn check(&mut self, state: &str) -> Result<()> {
        self.check_themes(state).await?;
        for width in WIDTHS {
            self.browser.set_size(width, LIGHT.1).await?;
            let found = self.run("layoutProblems()").await?;
            self.add(state, &format!("{width} px"), &found);
        }
        Ok(())
    }

    /// Checks what the page shows now with axe-core alone, in both themes.
    pub async fn check_themes(&mut self, state: &str) -> Result<()> {
        for (theme, (width, height)) in [("dark", DARK), ("light", LIGHT)] {
            self.browser.set_media(&media(theme)).await?;
            self.browser.set_size(width, height).await?;
            let check = format!("axeProblems({})", theme == "dark");
            let found = self.run(&check).await?;
            self.add(state, theme, &found);
        }
        self.checked += 1;
        Ok(())
    }

    async fn run(&self, check: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[0]; Promise.resolve(window.accessibility.{check})\
             .then(done, (error) => done([String(error)]))"
        );
        let answer = self.browser.execute_async(script, vec![]).await?;
        Ok(answer.json().clone())
    }

    fn add(&mut self, state: &str, view: &str, found: &Value) {
        let found = found.as_array().into_iter().flatten();
        let problems = found.map(|one| {
            let one = one.as_str().map_or_else(|| one.to_string(), str::to_owned);
            format!("{}, {state}, {view}: {one}", self.name)
        });
        self.problems.extend(problems);
    }

    /// Fails with all problems, or if fewer states were checked than a test claims.
    pub fn finish(self, states: usize) -> Result<()> {
        let Self {
            problems, checked, ..
        } = self;
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        ensure!(
            checked == states,
            "{checked} states were checked, not {states}"
        );
        Ok(())
    }
}

/// Without motion, so that a colour is never read while it changes.
fn media(theme: &'static str) -> [(&'static str, &'static str); 2] {
    [
        ("prefers-color-scheme", theme),
        ("prefers-reduced-motion", "reduce"),
    ]
}

const CHECKS: &str = include_str!("accessibility.js");
