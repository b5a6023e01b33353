//! Builds the widget for the browser: WASM, its JavaScript glue, and both compressed ahead of time.
//!
//! wasm-bindgen is used as a library, so a fresh machine needs no tool but Rust. The crate in the widget and the
//! library here must have the same version; the workspace's Cargo.toml pins both. The slow part is skipped when the
//! files in `widget/dist` were made from the same output of cargo.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use wasm_bindgen_cli_support::Bindgen;

use crate::build::linting;
use crate::cargo_messages;
use crate::loader;
use crate::progress::Progress;
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";
const BUILD: [&str; 7] = [
    "build",
    "--package",
    "titan-widget",
    "--target",
    TARGET,
    "--profile",
    PROFILE,
];
/// The widget's files; each is also stored as `.br` and `.gz`.
const FILES: [&str; 2] = ["titan-widget.js", "titan-widget_bg.wasm"];

/// All files that are stored so.
fn files() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().chain(loader::FILES)
}

/// The number of steps that [`build_within`] prints.
pub(crate) const STEPS: usize = 4;

/// `cargo xtask widget`.
pub(crate) fn build() -> Result<()> {
    build_within(&mut Progress::of(STEPS))
}

/// The same as a part of a longer command.
pub(crate) fn build_within(progress: &mut Progress) -> Result<()> {
    progress.step("checking the compiler's WebAssembly target");
    ensure_target()?;
    progress.step("building the widget (about 3 minutes the first time)");
    let wasm = compile()?;
    progress.step("generating the files for the browser");
    let dist = workspace::root().join("widget/dist");
    let stamp = workspace::target_dir().join("widget-files.stamp");
    let loader = loader::Source::read()?;
    let fingerprint = fingerprint(&wasm, &loader)?;
    if is_current(&dist, &stamp, &fingerprint) {
        progress.step("widget unchanged, nothing to compress");
    } else {
        // The stamp is removed first, so that a failure does not leave it next to incomplete files. It may not exist.
        let _ = fs::remove_file(&stamp);
        bind(&wasm, &dist)?;
        loader.build(&dist)?;
        progress.step("compressing");
        files().try_for_each(|name| compress(&dist.join(name)))?;
        fs::write(&stamp, &fingerprint)
            .with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    print_sizes(&dist)
}

fn ensure_target() -> Result<()> {
    let targets = workspace::sysroot()?.join("lib/rustlib");
    if targets.join(TARGET).is_dir() {
        return Ok(());
    }
    let mut add = Command::new("rustup");
    add.args(["target", "add", TARGET])
        .current_dir(workspace::root());
    workspace::run(&mut add).with_context(|| {
        format!(
            "the widget needs the compiler's {TARGET} target. With rustup (https://rustup.rs): `rustup target add \
             {TARGET}`; with a distribution's Rust: its package for that target (Debian: libstd-rust-dev-wasm32)"
        )
    })
}

/// Fails if the widget, as compiled for the browser, has a warning. It must have been built.
pub(crate) fn lint() -> Result<()> {
    cargo_messages::run(&mut linting(&BUILD)).map(drop)
}

fn compile() -> Result<PathBuf> {
    workspace::run(&mut linting(&BUILD))?;
    let wasm = workspace::target_dir()
        .join(TARGET)
        .join(PROFILE)
        .join("titan-widget.wasm");
    if !wasm.is_file() {
        bail!("cargo succeeded but {} is missing", wasm.display());
    }
    Ok(wasm)
}

fn bind(wasm: &Path, dist: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .out_name("titan-widget")
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(dist)
        .context("wasm-bindgen could not process the widget")
}

/// Identifies what the files in `widget/dist` depend on: cargo's output, and this code.
fn fingerprint(wasm: &Path, loader: &loader::Source) -> Result<String> {
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    loader.hash(&mut hasher);
    include_str!("widget.rs").hash(&mut hasher);
    include_str!("loader.rs").hash(&mut hasher);
    Ok(format!("{} bytes, {:016x}\n", bytes.len(), hasher.finish()))
}

fn is_current(dist: &Path, stamp: &Path, fingerprint: &str) -> bool {
    let complete = files().all(|name| {
        ["", ".br", ".gz"]
            .iter()
            .all(|suffix| dist.join(format!("{name}{suffix}")).is_file())
    });
    complete && fs::read_to_string(stamp).is_ok_and(|made_from| made_from == fingerprint)
}

fn compress(file: &Path) -> Result<()> {
    let plain = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut br = Vec::new();
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut plain.as_slice(), &mut br, &params)?;
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    gz.write_all(&plain)?;
    fs::write(with_suffix(file, "br"), br)?;
    fs::write(with_suffix(file, "gz"), gz.finish()?)?;
    Ok(())
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn print_sizes(dist: &Path) -> Result<()> {
    let mut total = 0;
    for name in FILES {
        let plain = fs::metadata(dist.join(name))?.len();
        let br = fs::metadata(dist.join(format!("{name}.br")))?.len();
        total += br;
        eprintln!("      {name:<22} {plain:>8} bytes, {br:>7} compressed (brotli)");
    }
    eprintln!("      {:<22} {total:>24} compressed", "together");
    Ok(())
}
