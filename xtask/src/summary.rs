//! Prints the total of all tests as the last line.
//!
//! `cargo nextest` prints it by itself. `cargo test` ends with the result of its last program, so the results of all
//! programs are added up here and printed in the same format.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The counts of one or more `test result:` lines.
#[derive(Default, Debug, PartialEq)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl Tally {
    /// Adds the line's counts if it is a result line.
    fn add(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else {
            return;
        };
        for (count, what) in result.split(';').filter_map(count_of) {
            match what {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }

    fn line(&self, success: bool) -> String {
        let verdict = if success { "ok" } else { "FAILED" };
        format!(
            "test result: {verdict}. {} passed; {} failed; {} ignored",
            self.passed, self.failed, self.ignored
        )
    }
}

/// The last two words of a part, as in `ok. 3 passed`.
fn count_of(part: &str) -> Option<(usize, &str)> {
    let mut words = part.split_whitespace().rev();
    let what = words.next()?;
    Some((words.next()?.parse().ok()?, what))
}

/// Runs `cargo test …` with its output visible, and prints the total as the last line.
pub(crate) fn run_and_sum(cargo_test: &mut Command) -> Result<()> {
    let mut child = cargo_test
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo test")?;
    let output = child.stdout.take().context("stdout is piped")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        tally.add(&line);
    }
    let success = child.wait()?.success();
    println!("\n{}", tally.line(success));
    if success {
        Ok(())
    } else {
        bail!("some tests failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_all_programs_are_added_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 4 filtered out; finished in 12.00s",
            "test says `result: 5 passed` ... ok",
        ] {
            tally.add(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 13,
                failed: 2,
                ignored: 1
            }
        );
    }
}
