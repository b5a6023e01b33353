//! Runs a build of cargo and reads its messages: warnings, which are errors here, and the files it has made.
//!
//! Cargo repeats the warnings of a crate that it need not compile again, so they are found in every build.

use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader, IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::command_line;

/// What a build consists of, compiled just now or before.
#[derive(Default)]
pub(crate) struct Built {
    /// The compiled files, without extensions. The names contain a hash of the features, the compiler and the like. A
    /// binary has none, and neither has the `.rlib` of a selected package, only its `.rmeta`.
    files: BTreeSet<(Package, PathBuf)>,
    /// Each warning once: a library and its tests have the same ones.
    warnings: HashSet<String>,
}

type Package = String;

/// Runs it with its diagnostics visible. A warning is an error.
pub(crate) fn run(build: &mut Command) -> Result<Built> {
    build.args(["--message-format", format()]);
    let mut child = build
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", command_line(build)))?;
    let messages = child.stdout.take().context("stdout is piped")?;
    let mut built = Built::default();
    for line in BufReader::new(messages).lines() {
        built.add(&line?);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", command_line(build));
    }
    if !built.warnings.is_empty() {
        bail!("`{}`: warnings are errors here", command_line(build));
    }
    Ok(built)
}

/// Diagnostics have colours on a terminal only.
fn format() -> &'static str {
    if stderr().is_terminal() {
        "json-diagnostic-rendered-ansi"
    } else {
        "json"
    }
}

impl Built {
    /// The packages with a file that the other build does not have.
    pub(crate) fn packages_not_in(&self, other: &Self) -> BTreeSet<Package> {
        let missing = self.files.difference(&other.files);
        missing.map(|(package, _)| package.clone()).collect()
    }

    /// A line that is no message is the output of a build script or the like.
    fn add(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return;
        };
        match message["reason"].as_str() {
            Some("compiler-message") => self.add_diagnostic(&message["message"]),
            Some("compiler-artifact") => self.add_artifact(&message),
            _ => {}
        }
    }

    fn add_diagnostic(&mut self, diagnostic: &Value) {
        let rendered = diagnostic["rendered"].as_str().unwrap_or_default();
        if diagnostic["level"] == "warning" {
            if self.warnings.insert(rendered.to_owned()) {
                eprint!("{rendered}");
            }
        } else {
            eprint!("{rendered}");
        }
    }

    fn add_artifact(&mut self, artifact: &Value) {
        let package = package_name(artifact);
        let files = artifact["filenames"].as_array().into_iter().flatten();
        let paths = files.filter_map(Value::as_str).map(Path::new);
        self.files
            .extend(paths.map(|path| (package.clone(), path.with_extension(""))));
    }
}

/// The last part of `registry+https://…#name@version` or `path+file:///…/folder#name@version`.
fn package_name(artifact: &Value) -> Package {
    let id = artifact["package_id"].as_str().unwrap_or_default();
    let name_and_version = id.rsplit('#').next().unwrap_or_default();
    let name = name_and_version.split('@').next().unwrap_or_default();
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(package: &str, file: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","package_id":"registry+https://x#{package}@1.0.0","filenames":["{file}"]}}"#
        )
    }

    #[test]
    fn a_package_with_another_hash_is_compiled_twice() {
        let (mut tests, mut service) = (Built::default(), Built::default());
        tests.add(&artifact("serde", "/target/debug/deps/libserde-1.rlib"));
        tests.add(&artifact("engine", "/target/debug/deps/libengine-1.rmeta"));
        service.add(&artifact("serde", "/target/debug/deps/libserde-2.rlib"));
        service.add(&artifact("engine", "/target/debug/deps/libengine-1.rlib"));
        tests.add(&artifact("titan-connect", "/target/debug/titan-connect"));
        service.add(&artifact("titan-connect", "/target/debug/titan-connect"));
        let twice = service.packages_not_in(&tests);
        assert_eq!(twice, BTreeSet::from(["serde".to_owned()]));
    }

    #[test]
    fn a_warning_is_counted_once() {
        let mut built = Built::default();
        let warning =
            r#"{"reason":"compiler-message","message":{"level":"warning","rendered":""}}"#;
        built.add(warning);
        built.add(warning);
        built.add(r#"{"reason":"compiler-message","message":{"level":"note","rendered":""}}"#);
        built.add("no message");
        assert_eq!(built.warnings.len(), 1);
    }
}
