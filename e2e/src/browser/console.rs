//! What a browser complains of in its console, each browser in its own way.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{Browser, Engine};
use crate::tenant;

impl Browser {
    /// Every complaint so far about pages whose address begins like this. WebKit lets nobody read its console under automation: there it is
    /// what broke the page's policy since [`Browser::watch_policy`].
    pub async fn complaints(&self, pages: &str) -> Result<Vec<String>> {
        match self.engine {
            Engine::Chromium => {
                let entries = self.get_log("browser").await?;
                let logged = entries.into_iter().map(|entry| entry.message);
                // Its log leaves out frames of other sites.
                let noted = texts(&self.value("window.brokenPolicies").await?)?;
                Ok(logged.chain(noted).collect())
            }
            Engine::Firefox => self.privileged(FIREFOX_CONSOLE, pages).await,
            Engine::WebKit => texts(&self.value("window.brokenPolicies").await?),
        }
    }

    /// Notes from now on what breaks the policy of the page or frame that the browser is looking at.
    pub async fn watch_policy(&self) -> Result<()> {
        self.execute(POLICY_WATCH, vec![]).await?;
        Ok(())
    }

    /// Runs a script as the browser itself, which sees more than a page.
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
    let list = list.as_array().context("the console is no list")?;
    Ok(list.iter().map(ToString::to_string).collect())
}

/// Errors and warnings about pages, and what they wrote themselves. That a frame has storage of its own per host is a
/// note about every frame that keeps something, and no complaint.
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

const POLICY_WATCH: &str = "
window.brokenPolicies = [];
addEventListener('securitypolicyviolation', (one) => brokenPolicies.push(`${one.effectiveDirective}: ${one.blockedURI}`));
addEventListener('error', (one) => brokenPolicies.push(String(one.message)));
";
