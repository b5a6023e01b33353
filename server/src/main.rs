//! Reads the command line and the configuration, builds the service, serves. No logic.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use titan_connect::{probe, serve};

/// Lets your customers connect their WhatsApp numbers inside your product.
#[derive(Parser)]
#[command(name = "titan-connect", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the service against WhatsApp.
    Serve,
    /// Asks the service on this machine whether it is ready, for health checks of containers.
    Probe,
    /// Runs the service against a sandbox on this machine, with phones and a playground to try it.
    #[cfg(feature = "sandbox")]
    Dev,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve => serve::serve().await,
        Command::Probe => probe::probe(),
        #[cfg(feature = "sandbox")]
        Command::Dev => titan_connect::dev::dev().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Straight to the operator: a log filter must not hide why nothing started.
            eprintln!("titan-connect: {error:#}");
            ExitCode::FAILURE
        }
    }
}
