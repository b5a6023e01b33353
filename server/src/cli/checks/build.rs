//! Checks that this binary has the widget and is built for its network.

use super::{Finding, addresses};
use crate::http::pages::assets::ASSETS;
use crate::runtime::config::Config;

const NAME: &str = "build";

pub(super) fn check(config: &Config) -> Finding {
    let public = config
        .public_url
        .as_ref()
        .is_some_and(|url| !addresses::is_local(url));
    if cfg!(feature = "sandbox") && public {
        return Finding::fault(
            NAME,
            "this binary was built with the feature `sandbox` and does not check that it really \
             talks to WhatsApp",
            "build the one that customers use without it: cargo build --release -p titan-connect",
        );
    }
    if !ASSETS.is_built() {
        return Finding::warning(
            NAME,
            "this binary carries no widget: its pages show a code and stand still",
            "run `cargo xtask widget` and build again",
        );
    }
    Finding::ok(
        NAME,
        concat!(
            "titan-connect ",
            env!("CARGO_PKG_VERSION"),
            ", with its widget"
        ),
    )
}
