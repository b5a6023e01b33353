//! Compares the names in deploy/ with the code, because the tests build no image.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use titan_connect::domain::funnel::{Progress, Step};
use titan_connect::domain::mode::Method;
use titan_connect::runtime::config::{Config, NAMES};
use titan_connect::runtime::metrics::{HandledRequest, Metrics};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn deploy(name: &str) -> String {
    fs::read_to_string(root().join("deploy").join(name)).unwrap()
}

/// `NAME=value` pairs after a keyword.
fn variables<'a>(text: &'a str, keyword: &str) -> Vec<(&'a str, &'a str)> {
    let pairs: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix(keyword))
        .flat_map(str::split_whitespace)
        .filter_map(|pair| pair.split_once('='))
        .collect();
    assert!(!pairs.is_empty(), "nothing behind {keyword}");
    pairs
}

fn accepted(pairs: &[(&str, &str)]) {
    for (name, _) in pairs {
        assert!(NAMES.contains(name), "{name} is no variable of ours");
    }
    let lookup = |name: &str| pairs.iter().find(|pair| pair.0 == name);
    Config::read(|name| lookup(name).map(|pair| pair.1.to_owned())).unwrap();
}

/// The arguments of `titan-connect … ` that the binary must accept.
fn parse_response(subcommand: &str) {
    let help = Command::new(env!("CARGO_BIN_EXE_titan-connect"))
        .args([subcommand, "--help"])
        .output()
        .unwrap();
    assert!(help.status.success(), "no subcommand {subcommand}");
}

#[test]
fn the_systemd_unit_names_existing_commands() {
    let unit = deploy("titan-connect.service");
    accepted(&variables(&unit, "Environment="));
    assert!(unit.contains("ExecStart=/usr/local/bin/titan-connect serve\n"));
    parse_response("serve");
    // Its data folder is the one that systemd makes writable.
    assert!(unit.contains("DATA_DIR=/var/lib/titan-connect\n"));
    assert!(unit.contains("StateDirectory=titan-connect\n"));
}

/// The value of each `Name=value` line of the unit's service.
fn settings(unit: &str) -> HashSet<&str> {
    let service = unit.split("[Service]").nth(1).unwrap();
    service.lines().filter(|line| line.contains('=')).collect()
}

#[test]
fn the_command_line_under_systemd_has_the_services_user_folder_and_environment() {
    let unit = deploy("titan-connect.service");
    let unit = settings(&unit);
    let folder = tempfile::tempdir().unwrap();
    let stub = folder.path().join("systemd-run");
    fs::write(&stub, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n").unwrap();
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let output = Command::new(root().join("deploy/titan-connect-cli"))
        .args(["keys", "create", "--label", "two words"])
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let arguments: Vec<&str> = printed.lines().collect();
    let properties: Vec<&str> = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("--property="))
        .collect();
    for property in &properties {
        // The service has no folder of its own to start in.
        let is_folder = *property == "WorkingDirectory=/var/lib/titan-connect";
        assert!(is_folder || unit.contains(property), "{property}");
    }
    for name in [
        "DynamicUser",
        "User",
        "StateDirectory",
        "StateDirectoryMode",
        "UMask",
        "Environment",
        "EnvironmentFile",
    ] {
        let is_given = |property: &&&str| property.split('=').next() == Some(name);
        assert!(
            properties.iter().any(|it| is_given(&it)),
            "{name} is missing"
        );
    }
    assert!(arguments.contains(&"--pipe"), "{arguments:?}");
    let command = [
        "/usr/local/bin/titan-connect",
        "keys",
        "create",
        "--label",
        "two words",
    ];
    assert!(arguments.ends_with(&command), "{arguments:?}");
}

#[test]
fn a_service_with_an_invalid_configuration_is_not_restarted() {
    let unit = deploy("titan-connect.service");
    let output = Command::new(env!("CARGO_BIN_EXE_titan-connect"))
        .arg("serve")
        .env("LISTEN", "nowhere")
        .output()
        .unwrap();
    let code = output.status.code().unwrap();
    let line = format!("RestartPreventExitStatus={code}");
    assert!(settings(&unit).contains(line.as_str()), "{line}");
}

#[test]
fn the_container_file_names_existing_files() {
    let file = deploy("Containerfile");
    accepted(&variables(&file, "ENV "));
    assert!(file.contains("CMD [\"serve\"]") && file.contains("\"titan-connect\", \"probe\""));
    parse_response("probe");
    assert!(
        !file.contains("--features"),
        "the image is built without the sandbox"
    );
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .unwrap();
    assert!(file.contains(&format!("FROM rust:{}-slim", version.trim_matches('"'))));
}

#[test]
fn the_operating_guide_names_existing_variables_and_metrics() {
    let text = fs::read_to_string(root().join("docs/OPERATING.md")).unwrap();
    let figures = figures();
    let explained: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| `titan_"))
        .filter_map(|line| line.split('`').nth(1))
        .collect();
    for name in &explained {
        let help = format!("# HELP {} ", name.trim_end_matches("_total"));
        assert!(figures.contains(&help), "there is no figure {name}");
    }
    let there = figures.matches("# HELP ").count();
    assert_eq!(explained.len(), there, "each figure is explained once");
    let words: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    // The SDK reads OpenTelemetry's other variables.
    let ours = |word: &&&str| is_variable(word) && !word.starts_with("OTEL_");
    for name in words.iter().filter(ours) {
        assert!(NAMES.contains(name), "{name} is no variable of ours");
    }
}

/// Every metric, including those that are absent until something is counted.
fn figures() -> String {
    let metrics = Metrics::default();
    metrics.sessions.set_counts(Some(&[]));
    metrics.sessions.failed("unknown");
    metrics.funnel.record(&[Progress::Reached {
        step: Step::Linked,
        method: Some(Method::Qr),
        took: Some(Duration::ZERO),
    }]);
    metrics.sessions.attempt_failed("refused");
    metrics.http.record(&HandledRequest {
        method: "GET",
        route: "/",
        status: 200,
        took: Duration::ZERO,
    });
    metrics.database.record(None, 0, 0);
    metrics.write().unwrap()
}

fn is_variable(word: &str) -> bool {
    word.contains('_')
        && word
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter == '_')
}
