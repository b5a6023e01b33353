//! Who may know whom, read from the `use` lines: nothing imports upwards, nothing in a circle.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms of this crate it may name.
const RULES: [(&str, &[&str]); 18] = [
    ("domain", &["domain"]),
    ("token", &["domain", "token"]),
    ("security", &["domain", "security"]),
    ("store", &["domain", "store"]),
    ("config", &["domain", "store", "token", "config"]),
    ("limits", &["config", "domain"]),
    ("metrics", &["domain"]),
    ("telemetry", &["config"]),
    ("hub", &["domain"]),
    ("reach", &["domain"]),
    ("account", &["account", "app", "domain", "store", "token"]),
    (
        "sessions",
        &[
            "app", "clock", "domain", "hub", "ids", "reach", "security", "sessions", "store",
            "token",
        ],
    ),
    (
        "webhooks",
        &[
            "app", "domain", "metrics", "security", "store", "tasks", "webhooks",
        ],
    ),
    ("pages", &["domain", "pages"]),
    (
        "http",
        &[
            "account",
            "app",
            "domain",
            "hub",
            "http",
            "limits",
            "metrics",
            "pages",
            "sessions",
            "store",
            "telemetry",
            "token",
            "webhooks",
        ],
    ),
    ("client", &["domain", "token"]),
    (
        "doctor",
        &[
            "client", "clock", "config", "domain", "pages", "secrets", "serve", "store", "token",
        ],
    ),
    ("tasks", &[]),
];

/// Other people's words that must stay in their room.
const VENDORS: [(&str, &[&str]); 13] = [
    ("axum", &["http", "dev", "dev.rs", "serve.rs"]),
    ("sqlx", &["store", "store.rs"]),
    ("utoipa", &["http"]),
    ("utoipa_axum", &["http"]),
    ("zip", &["pages"]),
    ("prometheus_client", &["metrics", "metrics.rs"]),
    ("opentelemetry", &["telemetry"]),
    ("opentelemetry_otlp", &["telemetry"]),
    ("opentelemetry_sdk", &["telemetry", "telemetry.rs"]),
    ("tracing_opentelemetry", &["telemetry"]),
    ("reqwest", &["client.rs", "doctor", "webhooks"]),
    ("rustls", &["client.rs", "webhooks"]),
    (
        "engine",
        &[
            "sessions", "store", "app.rs", "serve", "serve.rs", "dev.rs", "doctor",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

fn all() -> (PathBuf, Vec<PathBuf>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 40, "the sources were not found");
    (root, found)
}

/// `config` for both `config.rs` and `config/fault.rs`.
fn room(root: &Path, path: &Path) -> String {
    let first = path.strip_prefix(root).unwrap().iter().next().unwrap();
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn tops<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(prefix)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| is_word(c) || c == ':'))
        .map(|(at, _)| {
            text[at + prefix.len()..]
                .split(|c| !is_word(c))
                .next()
                .unwrap()
        })
        .collect()
}

#[test]
fn nothing_imports_upwards() {
    let (root, files) = all();
    for path in files {
        let room = room(&root, &path);
        let Some((_, allowed)) = RULES.iter().find(|rule| rule.0 == room) else {
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for named in tops(&text, "crate::") {
            assert!(
                allowed.contains(&named),
                "{} may not know {named}",
                path.display()
            );
        }
    }
}

#[test]
fn vendors_words_stay_in_their_rooms() {
    let (root, files) = all();
    for path in files {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.iter().next().unwrap().to_string_lossy();
        let text = fs::read_to_string(&path).unwrap();
        for (vendor, rooms) in VENDORS {
            let named = !tops(&text, &format!("{vendor}::")).is_empty();
            assert!(
                !named || rooms.contains(&first.as_ref()),
                "{} may not name {vendor}",
                path.display()
            );
        }
    }
}

/// docs/ARCHITECTURE.md walks through files by name; each must be there.
#[test]
fn the_architecture_names_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap();
    let named: Vec<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.ends_with(".rs") || word.ends_with(".js"))
        .collect();
    assert!(named.len() > 20, "the walk was not found");
    for name in named {
        let places = [root.join(name), root.join("server/src").join(name)];
        assert!(
            places.iter().any(|place| place.is_file()),
            "docs/ARCHITECTURE.md names {name}, which is not there"
        );
    }
}
