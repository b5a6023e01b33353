//! The widget's files, embedded in the binary. Their URLs contain a hash of their content, so they can be cached for
//! ever and an upgrade takes effect at once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use rust_embed::RustEmbed;

mod asset;
mod encoding;

pub use self::asset::Asset;
pub use self::encoding::Encoding;

/// What `cargo xtask widget` (or Trunk) has built. Empty in a new checkout; then only the page without scripts works.
#[derive(RustEmbed)]
#[folder = "../widget/dist"]
#[allow_missing = true]
struct Dist;

const PREFIX: &str = "/widget/assets/";
const GLUE: &str = "titan-widget.js";
const WASM: &str = "titan-widget_bg.wasm";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The script for host pages, as script and as module, and its types. Their addresses stay.
static LOADER: LazyLock<HashMap<&str, Arc<Asset>>> = LazyLock::new(|| {
    let files = [
        ("loader.js", JAVASCRIPT),
        ("loader.mjs", JAVASCRIPT),
        ("loader.d.ts", "text/plain; charset=utf-8"),
    ];
    let load = |(name, kind)| Some((name, built(name, kind)?));
    files.into_iter().filter_map(load).collect()
});

/// A file for host pages.
pub fn loader(name: &str) -> Option<&'static Arc<Asset>> {
    LOADER.get(name)
}

/// The stylesheet, written into every page.
pub const CSS: &str = include_str!("../../../../static/widget.css");

/// What was built under this name, and what it was compressed to.
fn built(name: &'static str, content_type: &'static str) -> Option<Arc<Asset>> {
    let file = |suffix: &str| {
        let file = Dist::get(&format!("{name}{suffix}"))?;
        Some(Bytes::from(file.data.into_owned()))
    };
    let asset = Asset::new(content_type, file("")?);
    Some(Arc::new(asset.with_compressed(file(".br"), file(".gz"))))
}

/// An address that changes with the content.
pub(super) fn address(asset: &Asset, name: &str) -> String {
    format!("{PREFIX}{}/{name}", asset.hash())
}

/// All assets by address.
pub struct Assets {
    files: HashMap<String, Arc<Asset>>,
    pub glue_url: String,
    pub wasm_url: String,
}

pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut assets = Assets {
        files: HashMap::new(),
        glue_url: format!("{PREFIX}missing/{GLUE}"),
        wasm_url: format!("{PREFIX}missing/{WASM}"),
    };
    if let Some(glue) = built(GLUE, JAVASCRIPT) {
        assets.glue_url = address(&glue, GLUE);
        assets.files.insert(assets.glue_url.clone(), glue);
    }
    if let Some(wasm) = built(WASM, "application/wasm") {
        assets.wasm_url = address(&wasm, WASM);
        assets.files.insert(assets.wasm_url.clone(), wasm);
    }
    assets
});

impl Assets {
    pub fn get(&self, address: &str) -> Option<&Arc<Asset>> {
        self.files.get(address)
    }

    /// Whether this binary contains the widget. Without it, only scanning a code works.
    pub fn is_built(&self) -> bool {
        self.files.len() == 2
    }
}
