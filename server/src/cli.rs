//! The command line, one file per command.
//!
//! `keys` and `tenants` work on the database, through the same functions as the API; `sessions` calls the running
//! service, because sessions run in its process; `doctor` checks the installation and changes nothing.

mod backup;
pub mod backup_files;
pub mod checks;
pub mod client;
#[cfg(feature = "sandbox")]
mod data_folder;
mod doctor;
mod environment;
mod keys;
pub mod listener;
mod network;
mod output;
pub mod probe;
mod qr;
mod report;
pub mod serve;
mod service;
mod session_text;
mod sessions;
mod tenants;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::runtime::config::ConfigError;

/// The exit code of wrong usage, the same as clap's, and of an invalid configuration.
const MISUSED: u8 = 2;

const EXIT_CODES: &str = "\
    Exit codes: 0 done, 1 failed or refused, 2 wrong usage or configuration.\n\
     `doctor`: 0 all well, 1 warnings, 3 faults.";

/// Lets your customers connect their WhatsApp numbers inside your product.
#[derive(Parser)]
#[command(name = "titan-connect", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the service against WhatsApp.
    Serve,
    /// Runs the service against a sandbox on this machine, with phones and a playground to try it.
    #[cfg(feature = "sandbox")]
    Dev,
    /// Asks the service on this machine whether it is ready, for health checks of containers.
    Probe,
    /// API keys: make, list, switch off. Works whether or not the service is running.
    Keys(keys::Keys),
    /// Tenants: make, list. Works whether or not the service is running.
    Tenants(tenants::Tenants),
    /// Sessions of the running service: create, link, stop, delete.
    Sessions(sessions::Sessions),
    /// Which network the sessions are linked on, and a choice between two.
    Network(network::Network),
    /// Copies the database and the secrets while the service runs.
    Backup(backup::Backup),
    /// Writes what helps to find the cause of a session's failure: no number, no key, no message.
    Report(report::Report),
    /// Checks configuration, data folder, database, clock and what stands before the service.
    Doctor(doctor::Doctor),
}

/// Runs the command. `dev` is passed in, because its layer is above this one.
pub async fn run(
    #[cfg(feature = "sandbox")] dev: impl AsyncFnOnce() -> anyhow::Result<()>,
) -> ExitCode {
    client::install_tls_provider();
    let done = match Cli::parse().command {
        Command::Serve => serve::serve().await.map(|()| ExitCode::SUCCESS),
        Command::Probe => probe::probe().await.map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "sandbox")]
        Command::Dev => dev().await.map(|()| ExitCode::SUCCESS),
        Command::Keys(keys) => keys.run().await.map(|()| ExitCode::SUCCESS),
        Command::Tenants(tenants) => tenants.run().await.map(|()| ExitCode::SUCCESS),
        Command::Sessions(sessions) => sessions.run().await.map(|()| ExitCode::SUCCESS),
        Command::Network(network) => network.run().await.map(|()| ExitCode::SUCCESS),
        Command::Backup(backup) => backup.run().await.map(|()| ExitCode::SUCCESS),
        Command::Report(report) => report.run().await.map(|()| ExitCode::SUCCESS),
        Command::Doctor(doctor) => doctor.run().await,
    };
    done.unwrap_or_else(|error| failed(&error))
}

fn failed(error: &anyhow::Error) -> ExitCode {
    // Written directly to standard error, so that a log filter cannot hide it.
    eprintln!("titan-connect: {}", one_line(error));
    if error.is::<ConfigError>() {
        ExitCode::from(MISUSED)
    } else {
        ExitCode::FAILURE
    }
}

/// The error and its causes, each once: many an error's text contains that of its cause.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;
    use clap::CommandFactory as _;

    use super::{Cli, one_line};

    #[test]
    fn a_cause_is_printed_once() {
        let error = anyhow!("the disk is full").context("cannot write: the disk is full");
        assert_eq!(one_line(&error), "cannot write: the disk is full");
        let error = anyhow!("the disk is full").context("cannot write");
        assert_eq!(one_line(&error), "cannot write: the disk is full");
    }

    #[test]
    fn the_command_definitions_are_valid() {
        Cli::command().debug_assert();
    }
}
