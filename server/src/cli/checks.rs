//! Finds problems of an installation and says what to do. Changes nothing.
//!
//! Each check is one file and returns findings under fixed names (listed in docs/OPERATING.md). What cannot be
//! checked is `skipped`, with the reason. The only outside connections are to the installation's own addresses and to
//! WhatsApp's server.

mod addresses;
mod build;
mod data_folder;
mod database;
mod framing;
mod meta;
mod nodes;
mod responder;
mod time;
mod version;
mod whatsapp;

use serde::Serialize;

use crate::app::secrets;
use crate::runtime::clock::SharedClock;
use crate::runtime::config::Config;
use crate::security::signing::KeyRing;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Ok,
    /// Could not be checked.
    Skipped,
    /// Works, but may cause problems later.
    Warning,
    /// Does not work or is not safe.
    Fault,
}

impl Outcome {
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Skipped => "skipped",
            Outcome::Warning => "warning",
            Outcome::Fault => "fault",
        }
    }
}

/// The result of one check.
#[derive(Debug, Serialize)]
pub struct Finding {
    pub check: &'static str,
    pub verdict: Outcome,
    pub says: String,
    /// What to do; always set for warnings and faults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Finding {
            check,
            verdict: Outcome::Ok,
            says: says.into(),
            next: None,
        }
    }

    fn skipped(check: &'static str, why: impl Into<String>) -> Self {
        Finding {
            verdict: Outcome::Skipped,
            ..Finding::ok(check, why)
        }
    }

    fn warning(check: &'static str, says: impl Into<String>, next: impl Into<String>) -> Self {
        Finding {
            verdict: Outcome::Warning,
            next: Some(next.into()),
            ..Finding::ok(check, says)
        }
    }

    fn fault(check: &'static str, says: impl Into<String>, next: impl Into<String>) -> Self {
        Finding {
            verdict: Outcome::Fault,
            ..Finding::warning(check, says, next)
        }
    }
}

/// All findings, in the order of the checks.
#[derive(Debug, Serialize)]
pub struct Report {
    pub checks: Vec<Finding>,
    pub warnings: usize,
    pub faults: usize,
}

impl Report {
    fn new(checks: Vec<Finding>) -> Self {
        let count = |verdict| {
            checks
                .iter()
                .filter(|found| found.verdict == verdict)
                .count()
        };
        Report {
            warnings: count(Outcome::Warning),
            faults: count(Outcome::Fault),
            checks,
        }
    }
}

/// What the checks need.
struct Context {
    config: Config,
    clock: SharedClock,
    /// The keys that sign API keys; `None` if the secrets cannot be read.
    keys: Option<KeyRing>,
}

/// Runs all checks.
pub async fn run(lookup: impl Fn(&str) -> Option<String>, clock: SharedClock) -> Report {
    let config = match Config::read(&lookup) {
        Ok(config) => config,
        Err(faults) => {
            let next = "correct the variable; titan-connect.example.env explains each. Nothing \
                        else was checked";
            let told = faults
                .lines()
                .map(|line| Finding::fault("configuration", line, next));
            return Report::new(told.collect());
        }
    };
    let mut found = vec![Finding::ok("configuration", "every value is understood")];
    found.push(build::check(&config));
    found.extend(data_folder::check(&config));
    let context = Context {
        // `data_folder` reports a file that cannot be read.
        keys: secrets::api_keys(&config.data_dir, &config.secrets)
            .ok()
            .flatten(),
        config,
        clock,
    };
    let mut clocks = time::Clocks::default();
    found.extend(database::check(&context, &mut clocks).await);
    found.push(nodes::check(&context.config));
    found.extend(addresses::check(&context, &mut clocks).await);
    found.push(meta::check(&context));
    found.push(clocks.evaluate());
    found.push(whatsapp::check(&lookup).await);
    found.push(version::check(&context, &lookup).await);
    Report::new(found)
}
