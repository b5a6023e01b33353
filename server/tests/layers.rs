//! The layers of the server, read from its paths: each module imports only the layers listed for it, which are all
//! below it, and no two files import each other in a circle. The table in docs/ARCHITECTURE.md is written from the list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, its contents, and the lower layers that it may import. From the bottom up.
const LAYERS: [(&str, &str, &[&str]); 12] = [
    (
        "domain",
        "pure rules: the state machines of sessions and widget sessions, tenant, origin, phone number, event, scope, rate",
        &[],
    ),
    (
        "security",
        "widget token, API key, master key, sealing, and the guard over outbound connections",
        &["domain"],
    ),
    (
        "runtime",
        "configuration, clock, tasks, ids, limits, telemetry, metrics: the only modules that read the time or the environment, and that spawn",
        &["domain", "security"],
    ),
    (
        "store",
        "tables, queries written once for SQLite and Postgres, migrations",
        &["domain", "security", "runtime"],
    ),
    (
        "meta",
        "the client of Meta's Graph API, and the webhooks that Meta sends; knows no session",
        &["domain"],
    ),
    (
        "sessions",
        "one file per operation on sessions and links; the task that owns a live session; the hub of live views",
        &["domain", "security", "runtime", "store", "meta"],
    ),
    (
        "webhooks",
        "signature, schedule, body, one attempt, the outbox, what a tenant may set up",
        &["domain", "security", "runtime", "store"],
    ),
    (
        "account",
        "API keys and tenants",
        &["domain", "security", "runtime", "store"],
    ),
    (
        "app",
        "composes: builds the state of each feature once, after checking the database",
        &[
            "domain", "security", "runtime", "store", "meta", "sessions", "webhooks", "account",
        ],
    ),
    (
        "http",
        "router, extractors, routes, limits, pages, the API document",
        &[
            "domain", "security", "runtime", "store", "meta", "sessions", "webhooks", "account",
            "app",
        ],
    ),
    (
        "cli",
        "the command line: serve, keys, tenants, sessions, backup, doctor, probe",
        &[
            "domain", "security", "runtime", "store", "meta", "sessions", "webhooks", "account",
            "app", "http",
        ],
    ),
    (
        "dev",
        "only with the feature `sandbox`: `titan-connect dev`, the playground, the phone's camera",
        &[
            "domain", "security", "runtime", "store", "meta", "sessions", "webhooks", "account",
            "app", "http", "cli",
        ],
    ),
];

/// Top-level modules that are not layers.
const ROOTS: [&str; 2] = ["lib", "main"];

/// Libraries that only these modules may name, as paths below `src`.
const VENDORS: [(&str, &[&str]); 17] = [
    ("axum", &["http", "dev", "cli/serve", "app"]),
    ("hyper", &["http/connections"]),
    ("hyper_util", &["http/connections"]),
    ("brotli", &["http/pages/assets"]),
    ("flate2", &["http/pages/assets"]),
    ("sqlx", &["store"]),
    ("utoipa", &["http"]),
    ("utoipa_axum", &["http"]),
    ("zip", &["http/pages"]),
    ("prometheus_client", &["runtime/metrics"]),
    ("opentelemetry", &["runtime/telemetry"]),
    ("opentelemetry_otlp", &["runtime/telemetry"]),
    ("opentelemetry_sdk", &["runtime/telemetry"]),
    ("tracing_opentelemetry", &["runtime/telemetry"]),
    (
        "reqwest",
        &["cli/client", "cli/checks", "cli/probe", "meta", "webhooks"],
    ),
    ("rustls", &["cli/client", "webhooks"]),
    (
        "engine",
        &[
            "sessions/connection",
            "store",
            "app",
            "cli/serve",
            "cli/checks",
            "dev",
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
}

/// The text of each module, by its path below `src` without `.rs`, for example `sessions/driver/run`.
fn modules() -> BTreeMap<String, String> {
    let mut sources = Vec::new();
    collect(&root(), &mut sources);
    assert!(sources.len() > 40, "the sources were not found");
    let name = |path: &Path| {
        let inside = path.strip_prefix(root()).unwrap().with_extension("");
        inside.to_str().unwrap().replace('\\', "/")
    };
    let text = |path: &Path| without_comments(&fs::read_to_string(path).unwrap());
    sources
        .iter()
        .map(|path| (name(path), text(path)))
        .collect()
}

fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

fn layer_of(module: &str) -> &str {
    module.split('/').next().unwrap()
}

/// Whether `module` is `scope` or lies inside it.
fn is_inside(module: &str, scope: &str) -> bool {
    module == scope
        || module
            .strip_prefix(scope)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// The segments after each occurrence of a path's first segment, for example `["sessions", "hub", "Live"]`.
fn paths_from(text: &str, first: &str) -> Vec<Vec<String>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let prefix = format!("{first}::");
    let starts_a_path = |at: &usize| !text[..*at].ends_with(|c: char| is_word(c) || c == ':');
    let words = |at: usize| {
        let path = text[at + prefix.len()..]
            .split(|c: char| !is_word(c) && c != ':')
            .next()
            .unwrap();
        path.split("::").map(str::to_owned).collect()
    };
    let found = text.match_indices(&prefix).map(|(at, _)| at);
    found.filter(starts_a_path).map(words).collect()
}

/// The module that a path names: the longest prefix that is a module.
fn resolve(modules: &BTreeMap<String, String>, words: &[String]) -> Option<String> {
    (1..=words.len())
        .rev()
        .map(|length| words[..length].join("/"))
        .find(|name| modules.contains_key(name))
}

/// The ancestor of a module `levels` up, as segments.
fn ancestor(module: &str, levels: usize) -> Option<Vec<String>> {
    let words: Vec<String> = module.split('/').map(str::to_owned).collect();
    words
        .len()
        .checked_sub(levels)
        .map(|length| words[..length].to_vec())
}

/// The modules that a module imports by `crate::`, `super::` or `self::`.
fn imports(modules: &BTreeMap<String, String>, module: &str) -> BTreeSet<String> {
    let text = &modules[module];
    // Test modules are not checked: they may import what their parent may import.
    let text = text.split("#[cfg(test)]").next().unwrap();
    let from_crate = paths_from(text, "crate").into_iter();
    let relative = |first: &'static str, levels: usize| {
        let base = ancestor(module, levels).filter(|base| !base.is_empty());
        let paths = paths_from(text, first).into_iter();
        paths.filter_map(move |words| {
            let ups = words.iter().take_while(|word| *word == "super").count();
            let mut path = base.clone()?;
            path.truncate(path.len().checked_sub(ups)?);
            path.extend_from_slice(&words[ups..]);
            (path.len() > 1).then_some(path)
        })
    };
    let all = from_crate
        .chain(relative("super", 1))
        .chain(relative("self", 0));
    let mut targets: BTreeSet<String> = all.filter_map(|words| resolve(modules, &words)).collect();
    targets.remove(module);
    targets
}

fn may_import(layer: &str, target: &str) -> bool {
    let (_, _, below) = LAYERS
        .iter()
        .find(|(name, ..)| *name == layer)
        .expect("a layer");
    layer == target || below.contains(&target)
}

#[test]
fn every_module_belongs_to_a_layer() {
    for module in modules().keys() {
        let layer = layer_of(module);
        let is_known = LAYERS.iter().any(|(name, ..)| *name == layer) || ROOTS.contains(&layer);
        assert!(is_known, "{module} belongs to no layer");
    }
}

#[test]
fn a_layer_lists_only_layers_below_it() {
    for (at, (layer, _, below)) in LAYERS.iter().enumerate() {
        for import in *below {
            let is_below = LAYERS[..at].iter().any(|(name, ..)| name == import);
            assert!(is_below, "{layer} lists {import}, which is not below it");
        }
    }
}

#[test]
fn nothing_imports_upwards() {
    let modules = modules();
    for module in modules
        .keys()
        .filter(|module| !ROOTS.contains(&layer_of(module)))
    {
        for target in imports(&modules, module) {
            let target = layer_of(&target);
            assert!(
                may_import(layer_of(module), target),
                "{module} may not import {target}"
            );
        }
    }
}

/// A parent module and its own children may import each other.
fn is_family(one: &str, other: &str) -> bool {
    is_inside(one, other) || is_inside(other, one)
}

/// A circle of imports that starts and ends at `start`, if there is one.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>, start: &str) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut paths = vec![vec![start.to_owned()]];
    while let Some(path) = paths.pop() {
        for next in &graph[path.last().unwrap()] {
            if next == start {
                return Some(path);
            }
            if seen.insert(next.clone()) {
                paths.push([path.clone(), vec![next.clone()]].concat());
            }
        }
    }
    None
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let modules = modules();
    let outside_the_family = |module: &String| {
        let targets = imports(&modules, module).into_iter();
        let targets = targets
            .filter(|target| !is_family(module, target))
            .collect();
        (module.clone(), targets)
    };
    let graph: BTreeMap<String, BTreeSet<String>> =
        modules.keys().map(outside_the_family).collect();
    let circles: BTreeSet<BTreeSet<String>> = graph
        .keys()
        .filter_map(|module| circle(&graph, module))
        .map(BTreeSet::from_iter)
        .collect();
    assert!(circles.is_empty(), "circles: {circles:#?}");
}

#[test]
fn vendor_crates_are_named_only_in_their_modules() {
    for (module, text) in modules() {
        for (vendor, places) in VENDORS {
            let is_named = !paths_from(&text, vendor).is_empty();
            let is_allowed = places.iter().any(|place| is_inside(&module, place));
            assert!(!is_named || is_allowed, "{module} may not name {vendor}");
        }
    }
}

const BEGIN: &str = "<!-- layers: written by server/tests/layers.rs -->\n";
const END: &str = "<!-- end of layers -->";

fn table() -> String {
    let row = |(name, holds, below): &(&str, &str, &[&str])| {
        let imports = match below.len() {
            0 => "nothing of the server".to_owned(),
            _ => below.join(", "),
        };
        format!("| `{name}` | {holds} | {imports} |\n")
    };
    let rows: String = LAYERS.iter().map(row).collect();
    format!("| layer | holds | may import |\n|---|---|---|\n{rows}")
}

/// With `UPDATE_DOCS=1`, the table is rewritten.
#[test]
fn the_architecture_shows_the_layers() {
    let path = root().join("../../docs/ARCHITECTURE.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the beginning of the table");
    let (shown, after) = rest.split_once(END).expect("the end of the table");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, [before, BEGIN, &table(), END, after].concat()).unwrap();
        return;
    }
    assert_eq!(shown, table(), "run this test with UPDATE_DOCS=1");
}

/// docs/ARCHITECTURE.md names files; each of them must exist.
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
    assert!(named.len() > 20, "the walks were not found");
    for name in named {
        let places = [root.join(name), root.join("server/src").join(name)];
        let exists = places.iter().any(|place| place.is_file());
        assert!(
            exists,
            "docs/ARCHITECTURE.md names {name}, which is not there"
        );
    }
}
