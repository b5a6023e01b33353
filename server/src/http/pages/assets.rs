//! The widget's files, inside the binary. Their address holds a hash of their content, so that they may be
//! cached for ever and an upgrade is seen at once.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

/// What `cargo xtask widget` (or Trunk) has built. Empty in a fresh checkout, where only the code without
/// scripts works.
#[derive(RustEmbed)]
#[folder = "../widget/dist"]
#[allow_missing = true]
struct Dist;

const PREFIX: &str = "/widget/assets/";
const GLUE: &str = "titan-widget.js";
const WASM: &str = "titan-widget_bg.wasm";

/// The stylesheet, written into every page.
pub const CSS: &str = include_str!("../../../../static/widget.css");

pub struct Asset {
    pub content_type: &'static str,
    plain: Vec<u8>,
    brotli: Option<Vec<u8>>,
    gzip: Option<Vec<u8>>,
}

impl Asset {
    fn load(name: &'static str, content_type: &'static str) -> Option<Self> {
        let file =
            |suffix: &str| Dist::get(&format!("{name}{suffix}")).map(|file| file.data.into_owned());
        Some(Asset {
            content_type,
            plain: file("")?,
            brotli: file(".br"),
            gzip: file(".gz"),
        })
    }

    /// The smallest form the browser takes, with its `Content-Encoding`.
    pub fn best(&self, accept_encoding: &str) -> (&[u8], Option<&'static str>) {
        let takes = |encoding: &str| {
            accept_encoding
                .split(',')
                .any(|part| part.trim().split(';').next() == Some(encoding))
        };
        match (&self.brotli, &self.gzip) {
            (Some(bytes), _) if takes("br") => (bytes, Some("br")),
            (_, Some(bytes)) if takes("gzip") => (bytes, Some("gzip")),
            _ => (&self.plain, None),
        }
    }

    fn address(&self, name: &str) -> String {
        let hash = Sha256::digest(&self.plain)
            .iter()
            .take(8)
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        format!("{PREFIX}{hash}/{name}")
    }
}

/// All assets by address.
pub struct Assets {
    files: HashMap<String, Asset>,
    pub glue_url: String,
    pub wasm_url: String,
}

pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut assets = Assets {
        files: HashMap::new(),
        glue_url: format!("{PREFIX}missing/{GLUE}"),
        wasm_url: format!("{PREFIX}missing/{WASM}"),
    };
    if let Some(glue) = Asset::load(GLUE, "text/javascript; charset=utf-8") {
        assets.glue_url = glue.address(GLUE);
        assets.files.insert(assets.glue_url.clone(), glue);
    }
    if let Some(wasm) = Asset::load(WASM, "application/wasm") {
        assets.wasm_url = wasm.address(WASM);
        assets.files.insert(assets.wasm_url.clone(), wasm);
    }
    assets
});

impl Assets {
    pub fn get(&self, address: &str) -> Option<&Asset> {
        self.files.get(address)
    }

    /// Whether this binary carries the widget. Without it a code can be scanned, and nothing else works.
    pub fn is_built(&self) -> bool {
        self.files.len() == 2
    }
}
