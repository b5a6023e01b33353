//! Finds what is wrong with an installation, and says what to do next. It changes nothing.
//!
//! Each check is one file and gives findings under fixed names (docs/OPERATING.md lists them). What cannot be
//! looked at is `skipped`, with the reason; it is never taken for well. Nothing outside is asked but the
//! installation's own addresses, and WhatsApp whether it can be reached.

mod addresses;
mod build;
mod data_folder;
mod database;
mod framing;
mod nodes;
mod responder;
mod time;
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
    /// Could not be looked at.
    Skipped,
    /// Works, and will hurt one day.
    Warning,
    /// Does not work, or is not safe.
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

/// What one check has to say.
#[derive(Debug, Serialize)]
pub struct Finding {
    pub check: &'static str,
    pub verdict: Outcome,
    pub says: String,
    /// What to do; always there for warnings and faults.
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

/// Everything found, in the order it was looked at.
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

/// What the checks look at.
struct Context {
    config: Config,
    clock: SharedClock,
    /// What API keys are signed with; `None` where there are no readable secrets.
    keys: Option<KeyRing>,
}

/// Looks at everything.
pub async fn run(lookup: impl Fn(&str) -> Option<String>, clock: SharedClock) -> Report {
    let config = match Config::read(&lookup) {
        Ok(config) => config,
        Err(faults) => {
            let next = "correct the variable; titan-connect.example.env explains each. Nothing else was checked";
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
        // That the file is unreadable is `data_folder`'s to say.
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
    found.push(clocks.evaluate());
    found.push(whatsapp::check(lookup).await);
    Report::new(found)
}
