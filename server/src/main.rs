//! Starts what the command line says (`cli.rs`). No logic.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    titan_connect::cli::run().await
}
