//! `cargo xtask <command>`: the build and test commands of this repository.
//!
//! A command installs what it needs on a fresh machine, prints its steps, and leaves the output of the tools visible.

mod audit;
mod bench;
mod build;
mod cargo_messages;
mod dev;
mod geckodriver;
mod generated_files;
mod loader;
mod node;
mod package;
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
  package  pack the loader for npm into target/npm
  dev      build what is out of date, then run the service with the sandbox and the playground
           (arguments and environment are passed to `titan-connect dev`; Ctrl-C ends it)
  test     set up what the tests need, then format check, lints and every test
           (`test CRATE…`: everything is compiled and linted, and the tests of these crates run: protocol, engine,
           sandbox, server, e2e, widget, xtask)
  bench    measure a release build and write docs/BENCHMARKS.md
  soak     run many linked numbers through minutes of failures and write docs/SOAK.md
           (--sessions N, default 200; --minutes M, default 10); with --growth, thousands of links through days
           of the service's clock (--links N, --finished N, --rounds N)
  audit    check licences, bans and sources of the dependencies, and the advisories about them; the exit code is 3 if
           the list of advisories cannot be reached
  help     print this text
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "widget" => without_arguments(&command, &rest, widget::build),
        "package" => without_arguments(&command, &rest, package::run),
        "dev" => dev::run(&rest),
        "test" => test::run(&rest),
        "bench" => without_arguments(&command, &rest, bench::run_all),
        "soak" => soak::run_with(&rest),
        "audit" => return finished(without_arguments(&command, &rest, audit::run_all)),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => return usage_error(&format!("no command `{unknown}`")),
    };
    finished(done.map(|()| ExitCode::SUCCESS))
}

fn finished(done: Result<ExitCode>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(error) if error.is::<UsageError>() => usage_error(&error.to_string()),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// An argument that a command does not take. The exit code is 2, as for an unknown command.
#[derive(Debug)]
struct UsageError(String);

impl std::fmt::Display for UsageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

fn without_arguments<T>(name: &str, rest: &[String], command: fn() -> Result<T>) -> Result<T> {
    match rest.first() {
        Some(extra) => Err(UsageError(format!("`{name}` takes no argument `{extra}`")).into()),
        None => command(),
    }
}

fn usage_error(what: &str) -> ExitCode {
    eprint!("error: {what}\n\n{HELP}");
    ExitCode::from(2)
}
