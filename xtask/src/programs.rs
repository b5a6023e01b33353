//! The programs that the tests need besides Rust: three browsers, their drivers, Node.js, and the PostgreSQL server.
//!
//! Missing programs are installed on Debian and Ubuntu if this runs as root. Anywhere else the command fails with a
//! list of what is missing and how to install it. Nothing is skipped silently.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace;

struct Program {
    /// Any one of these names is enough.
    names: &'static [&'static str],
    package: &'static str,
    needed_for: &'static str,
}

const NEEDED: [Program; 10] = [
    Program {
        names: &["chromium"],
        package: "chromium",
        needed_for: "the journeys in a real browser",
    },
    Program {
        names: &["chromedriver"],
        package: "chromium-driver",
        needed_for: "driving Chromium",
    },
    Program {
        names: &["firefox-esr", "firefox"],
        package: "firefox-esr",
        needed_for: "the same journey in Firefox",
    },
    Program {
        names: &["WebKitWebDriver"],
        package: "webkit2gtk-driver",
        needed_for: "driving WebKit",
    },
    Program {
        names: &["MiniBrowser"],
        package: "libwebkit2gtk-4.1-0",
        needed_for: "the same journey in WebKit",
    },
    Program {
        names: &["Xvfb"],
        package: "xvfb",
        needed_for: "WebKit, which needs a screen",
    },
    Program {
        names: &["node"],
        package: "nodejs",
        needed_for: "the loader's types and its examples (20.19 or newer)",
    },
    Program {
        names: &["npm"],
        package: "npm",
        needed_for: "installing what the examples are built with",
    },
    Program {
        names: &["initdb"],
        package: "postgresql",
        needed_for: "the store's tests on PostgreSQL",
    },
    Program {
        names: &["pg_ctl"],
        package: "postgresql",
        needed_for: "the store's tests on PostgreSQL",
    },
];

/// Runs most journeys at a quarter of the cost. Where it is missing they run in the browser.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

/// Without a font a browser displays no text.
const FONTS: &str = "fonts-dejavu-core";

/// Fails with instructions if something is missing that [`ensure`] cannot install.
pub(crate) fn check() -> Result<()> {
    let missing = missing();
    if missing.is_empty() || can_install() {
        return Ok(());
    }
    bail!("{}", instructions(&missing))
}

/// Installs what is missing, or returns an error that explains how to install it.
pub(crate) fn ensure() -> Result<()> {
    ensure_needed()?;
    if find(HEADLESS_SHELL).is_none() && !(can_install() && install(&[HEADLESS_SHELL]).is_ok()) {
        eprintln!("      {HEADLESS_SHELL} is not installed: the journeys take twice as long");
    }
    Ok(())
}

fn ensure_needed() -> Result<()> {
    check()?;
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<&str> = missing.iter().map(|program| program.package).collect();
    packages.dedup();
    packages.push(FONTS);
    install(&packages)?;
    let missing = self::missing();
    if !missing.is_empty() {
        bail!("{}", instructions(&missing));
    }
    Ok(())
}

/// The path of a program: on the PATH, or where Debian installs PostgreSQL's server programs and WebKit's browser.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    on_path
        .or_else(|| in_postgresql(name))
        .or_else(|| in_webkit(name))
}

fn in_postgresql(name: &str) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .flatten()
        .map(|version| version.path().join("bin").join(name))
        .find(|file| file.is_file())
}

/// Below `/usr/lib`, in the folder of the machine's architecture.
fn in_webkit(name: &str) -> Option<PathBuf> {
    let architectures = std::fs::read_dir("/usr/lib").ok()?;
    architectures
        .flatten()
        .map(|folder| folder.path().join("webkit2gtk-4.1").join(name))
        .find(|file| file.is_file())
}

fn missing() -> Vec<&'static Program> {
    let absent = |program: &&Program| program.names.iter().all(|name| find(name).is_none());
    NEEDED.iter().filter(absent).collect()
}

/// Whether this is Debian or Ubuntu, as root.
fn can_install() -> bool {
    let id = Command::new("id").arg("-u").output();
    let root = id.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && find("apt-get").is_some() && Path::new("/etc/debian_version").is_file()
}

fn install(packages: &[&str]) -> Result<()> {
    eprintln!(
        "      installing {} (about 350 MB to download the first time)",
        packages.join(", ")
    );
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        workspace::run_captured(&mut command)
    };
    apt(&["update", "--quiet"])?;
    apt(&[
        &["install", "--yes", "--quiet", "--no-install-recommends"],
        packages,
    ]
    .concat())
}

fn instructions(missing: &[&Program]) -> String {
    let mut text = String::from("the tests need programs that are missing:\n");
    for program in missing {
        text.push_str(&format!(
            "  {:<16} {}\n",
            program.names[0], program.needed_for
        ));
    }
    text.push_str(
        "On Debian or Ubuntu:\n  apt-get install --no-install-recommends chromium chromium-driver chromium-headless-shell firefox-esr \
         webkit2gtk-driver xvfb nodejs npm postgresql fonts-dejavu-core\nElsewhere: Chromium with its \
         chromedriver, Firefox, WebKitGTK's WebKitWebDriver and MiniBrowser, Xvfb, Node.js 20.19 or newer with npm, and \
         the PostgreSQL server (initdb, pg_ctl), all on the PATH.",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_only_on_the_path() {
        assert!(find("cargo").is_some() || find("rustc").is_some());
        assert_eq!(find("no-such-program-anywhere"), None);
    }

    #[test]
    fn the_instructions_name_the_program_and_its_purpose() {
        let text = instructions(&[&NEEDED[1]]);
        assert!(
            text.contains("chromedriver") && text.contains("driving Chromium"),
            "{text}"
        );
        assert!(text.contains("apt-get install"), "{text}");
    }
}
