//! The errors in a browser's console, which each browser provides in its own way.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{Browser, Engine};
use crate::tenant;

impl Browser {
    /// Every error so far of pages whose address begins like this. WebKit's console cannot be read under automation:
    /// there it is the policy violations since [`Browser::record_policy_violations`].
    pub async fn console_errors(&self, pages: &str) -> Result<Vec<String>> {
        match self.engine {
            Engine::Chromium => {
                let entries = self.get_log("browser").await?;
                let logged = entries.into_iter().map(|entry| entry.message);
                // Its log does not contain frames of other sites.
                let recorded = texts(&self.value("window.policyViolations").await?)?;
                Ok(logged.chain(recorded).collect())
            }
            Engine::Firefox => self.privileged(FIREFOX_CONSOLE, pages).await,
            Engine::WebKit => texts(&self.value("window.policyViolations").await?),
        }
    }

    /// Records from now on the policy violations and errors of the current page or frame.
    pub async fn record_policy_violations(&self) -> Result<()> {
        self.execute(RECORD_VIOLATIONS, vec![]).await?;
        Ok(())
    }

    /// Runs a script with the browser's own privileges.
    async fn privileged(&self, script: &str, argument: &str) -> Result<Vec<String>> {
        let session = format!("{}/session/{}", self.process.url, self.session_id());
        let call = |path: &str, body: Value| {
            let request = tenant::http().post(format!("{session}/{path}")).json(&body);
            async {
                Ok::<Value, anyhow::Error>(request.send().await?.error_for_status()?.json().await?)
            }
        };
        call("moz/context", json!({ "context": "chrome" })).await?;
        let answer = call(
            "execute/sync",
            json!({ "script": script, "args": [argument] }),
        )
        .await;
        call("moz/context", json!({ "context": "content" })).await?;
        texts(&answer?["value"])
    }
}

fn texts(list: &Value) -> Result<Vec<String>> {
    let list = list.as_array().context("the console is not a list")?;
    Ok(list.iter().map(ToString::to_string).collect())
}

/// Errors and warnings about pages, and what pages wrote themselves. Every frame with stored data causes a note that
/// its storage is separate per host; it is not an error.
const FIREFOX_CONSOLE: &str = r#"
const ofPage = (source) => String(source).startsWith(arguments[0]);
const errors = Services.console.getMessageArray()
  .filter((one) => one instanceof Ci.nsIScriptError && ofPage(one.sourceName))
  .filter((one) => one.category !== 'cookiePartitionedForeign')
  .map((one) => `${one.category}: ${one.errorMessage}`);
const storage = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
const written = storage.getEvents()
  .filter((one) => ofPage(one.filename))
  .map((one) => `${one.level}: ${one.arguments[0]}`);
return [...errors, ...written];
"#;

const RECORD_VIOLATIONS: &str = "
window.policyViolations = [];
addEventListener('securitypolicyviolation', (one) =>
  policyViolations.push(`${one.effectiveDirective}: ${one.blockedURI}`));
addEventListener('error', (one) => policyViolations.push(String(one.message)));
";
