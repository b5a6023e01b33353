//! How long and how much, from the command line.

use std::time::Duration;

use anyhow::{Context, Result, bail};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) sessions: usize,
    pub(crate) time: Duration,
}

impl Plan {
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let (mut sessions, mut minutes) = (200, 10);
        while let Some(name) = arguments.next() {
            let mut number = || {
                let value = arguments.next();
                value
                    .and_then(|text| text.parse::<u32>().ok())
                    .filter(|number| *number > 0)
                    .with_context(|| format!("`{name}` needs a number"))
            };
            match name.as_str() {
                "--sessions" => sessions = number()?,
                "--minutes" => minutes = number()?,
                _ => bail!("`soak` takes --sessions N and --minutes M, not `{name}`"),
            }
        }
        Ok(Self {
            sessions: usize::try_from(sessions)?,
            time: Duration::from_secs(60 * u64::from(minutes)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Plan> {
        Plan::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_said_is_the_full_length() {
        let plan = read("").unwrap();
        assert_eq!((plan.sessions, plan.time.as_secs()), (200, 600));
        let plan = read("--minutes 1 --sessions 20").unwrap();
        assert_eq!((plan.sessions, plan.time.as_secs()), (20, 60));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "--sessions",
            "--sessions many",
            "--minutes 0",
            "--hours 1",
            "5",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
