//! The browsers, and how each is started without a display, first-run pages and calls to its vendor.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tokio::process::Command;

use super::virtual_display::VirtualDisplay;

/// Another name of this machine in Chromium, which it does not treat as secure like `localhost`.
pub const INSECURE_HOST: &str = "connect.test";

const CHROMIUM: &str = "/usr/bin/chromium";
/// Not the script in `/usr/bin`, which the driver would end instead of the browser.
const HEADLESS_SHELL: &str = "/usr/lib/chromium/chromium-headless-shell";

/// Whether pages may run scripts, as in the browser's settings.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Scripting {
    #[default]
    On,
    Off,
}

/// What pages may store, as in the browser's settings. By default a frame's storage is separate for each site that
/// embeds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    #[default]
    Partitioned,
    /// Nothing: even reading it is an error.
    Blocked,
}

/// Which build of Chromium.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Build {
    /// The browser that people use.
    #[default]
    Browser,
    /// The same engine without a window and without settings, at a quarter of the cost. The browser where it is not
    /// installed.
    HeadlessShell,
}

/// The browser's settings.
#[derive(Clone, Copy, Default)]
pub struct Settings {
    pub build: Build,
    pub scripting: Scripting,
    pub storage: Storage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// Its driver, and the driver's option for a port.
    pub(super) fn driver(self, display: Option<&VirtualDisplay>) -> (Command, &'static str) {
        match self {
            Engine::Chromium => (Command::new("chromedriver"), "--port"),
            Engine::Firefox => {
                let mut driver = Command::new(geckodriver());
                // For its console, which only privileged scripts can read.
                driver.arg("--allow-system-access");
                driver.arg("--websocket-port=0");
                (driver, "--port")
            }
            Engine::WebKit => {
                let mut driver = Command::new("WebKitWebDriver");
                if let Some(display) = display {
                    driver.env("DISPLAY", &display.name);
                }
                (driver, "--port")
            }
        }
    }

    pub(super) fn capabilities(self, profile: &str, settings: Settings) -> Map<String, Value> {
        let capabilities = match self {
            Engine::Chromium => chromium(profile, settings),
            Engine::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": program("FIREFOX", &["/usr/bin/firefox-esr", "/usr/bin/firefox"]),
                    "args": ["-headless"],
                    "prefs": firefox_settings(settings),
                },
            }),
            Engine::WebKit => json!({
                "browserName": "MiniBrowser",
                "webkitgtk:browserOptions": { "binary": minibrowser(), "args": ["--automation"] },
            }),
        };
        match capabilities {
            Value::Object(fields) => fields,
            _ => unreachable!("capabilities are an object"),
        }
    }
}

fn firefox_settings(settings: Settings) -> Value {
    match settings.storage {
        Storage::Partitioned => json!({}),
        Storage::Blocked => json!({ "network.cookie.cookieBehavior": 2 }),
    }
}

fn chromium(profile: &str, settings: Settings) -> Value {
    let mut options = json!({
        "binary": match settings.build {
            Build::Browser => program("CHROMIUM", &[CHROMIUM]),
            Build::HeadlessShell => program("CHROMIUM_HEADLESS_SHELL", &[HEADLESS_SHELL, CHROMIUM]),
        },
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1280,1000", format!("--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1"),
        ],
    });
    // The shell opens no page in a profile that it is given; its driver makes one and deletes it.
    if settings.build == Build::Browser {
        let arguments = options["args"].as_array_mut();
        let arguments = arguments.expect("the arguments are a list");
        arguments.push(json!(format!("--user-data-dir={profile}")));
    }
    if settings.scripting == Scripting::Off {
        options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
    }
    if settings.storage == Storage::Blocked {
        // The setting for cookies is the one for all storage.
        options["prefs"] = json!({ "profile.managed_default_content_settings.cookies": 2 });
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    })
}

/// The program in the environment variable, else the first of these that exists.
fn program(variable: &str, usual: &[&str]) -> PathBuf {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let there = || usual.iter().map(PathBuf::from).find(|file| file.is_file());
    named.or_else(there).unwrap_or_else(|| usual[0].into())
}

/// `cargo xtask test` sets the variable, or the program is below the target folder.
fn geckodriver() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/bin/geckodriver");
    match std::env::var_os("GECKODRIVER") {
        Some(named) => named.into(),
        None if root.is_file() => root,
        None => "geckodriver".into(),
    }
}

/// WebKit's browser for tests, in the folder of the machine's architecture.
fn minibrowser() -> PathBuf {
    let named = std::env::var_os("MINIBROWSER").map(PathBuf::from);
    let installed = || {
        let folders = std::fs::read_dir("/usr/lib").ok()?.flatten();
        folders
            .map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"))
            .find(|file| file.is_file())
    };
    named
        .or_else(installed)
        .unwrap_or_else(|| "MiniBrowser".into())
}
