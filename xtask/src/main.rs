//! `cargo xtask <command>`: the recipes of this repository, and nothing else.
//!
//! A recipe sets up what it needs on a fresh machine, says what it is doing while it takes long, and leaves
//! the tools' own output visible. What a recipe builds can also be built by hand; `docs/ARCHITECTURE.md` says how.

mod bench;
mod dev;
mod geckodriver;
mod programs;
mod progress;
mod soak;
mod summary;
mod test;
mod widget;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

const HELP: &str = "\
Usage: cargo xtask <command> [arguments]

Commands:
  widget   build the widget for the browser into widget/dist
  dev      build what is stale, then run the service with the sandbox and the playground
           (arguments and environment are passed to `titan-connect dev`; Ctrl-C ends it)
  test     set up what the tests need, then format check, lints and every test
  bench    measure a release build and write docs/BENCHMARKS.md
  soak     keep many linked numbers through minutes of trouble and write docs/SOAK.md
           (--sessions N, 200 if not said; --minutes M, 10 if not said)
  help     print this text
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "widget" => without_arguments(&command, &rest, widget::build),
        "dev" => dev::run(&rest),
        "test" => without_arguments(&command, &rest, test::run_all),
        "bench" => without_arguments(&command, &rest, bench::run_all),
        "soak" => soak::run_with(&rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => return misused(&format!("no command `{unknown}`")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Misuse>() => misused(&error.to_string()),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// An argument a command does not take; ends with exit code 2, as an unknown command does.
#[derive(Debug)]
struct Misuse(String);

impl std::fmt::Display for Misuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

fn without_arguments(command: &str, rest: &[String], recipe: fn() -> Result<()>) -> Result<()> {
    match rest.first() {
        Some(extra) => Err(Misuse(format!("`{command}` takes no argument `{extra}`")).into()),
        None => recipe(),
    }
}

fn misused(what: &str) -> ExitCode {
    eprint!("error: {what}\n\n{HELP}");
    ExitCode::from(2)
}
