//! The number of sessions and the duration, from the command line.

use std::time::Duration;

use anyhow::{Context, Result, bail};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) sessions: usize,
    pub(crate) duration: Duration,
}

impl Options {
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
            duration: Duration::from_secs(60 * u64::from(minutes)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options> {
        Options::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_arguments_the_defaults_apply() {
        let options = read("").unwrap();
        assert_eq!((options.sessions, options.duration.as_secs()), (200, 600));
        let options = read("--minutes 1 --sessions 20").unwrap();
        assert_eq!((options.sessions, options.duration.as_secs()), (20, 60));
    }

    #[test]
    fn other_arguments_are_rejected() {
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
