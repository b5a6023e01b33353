//! Runs the command line (`cli.rs`).

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    titan_connect::cli::run(
        #[cfg(feature = "sandbox")]
        titan_connect::dev::dev,
    )
    .await
}
