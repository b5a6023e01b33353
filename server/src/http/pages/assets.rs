//! The widget's files, embedded in the binary. Their URLs contain a hash of their content, so they can be cached for
//! ever and an upgrade takes effect at once.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

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
static LOADER: LazyLock<HashMap<&str, Asset>> = LazyLock::new(|| {
    let files = [
        ("loader.js", JAVASCRIPT),
        ("loader.mjs", JAVASCRIPT),
        ("loader.d.ts", "text/plain; charset=utf-8"),
    ];
    let load = |(name, kind)| Some((name, Asset::load(name, kind)?));
    files.into_iter().filter_map(load).collect()
});

pub fn loader(name: &str) -> Option<&'static Asset> {
    LOADER.get(name)
}

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

    /// JSON that is made at run time; the compression layer compresses it.
    pub fn json(plain: Vec<u8>) -> Self {
        Asset {
            content_type: "application/json",
            plain,
            brotli: None,
            gzip: None,
        }
    }

    /// The smallest encoding that the browser accepts, with its `Content-Encoding`.
    pub fn best(&self, accept_encoding: &str) -> (&[u8], Option<&'static str>) {
        let takes = |encoding: &str| {
            accept_encoding
                .split(',')
                .any(|part| accepts(part, encoding))
        };
        match (&self.brotli, &self.gzip) {
            (Some(bytes), _) if takes("br") => (bytes, Some("br")),
            (_, Some(bytes)) if takes("gzip") => (bytes, Some("gzip")),
            _ => (&self.plain, None),
        }
    }

    /// An address that changes with the content.
    pub(super) fn address(&self, name: &str) -> String {
        format!("{PREFIX}{}/{name}", self.hash())
    }

    /// Changes with the content.
    pub fn hash(&self) -> String {
        hex::encode(&Sha256::digest(&self.plain)[..8])
    }
}

/// Whether a part of `Accept-Encoding`, such as `br;q=0.8`, accepts this encoding. A weight of 0 rejects it.
fn accepts(part: &str, encoding: &str) -> bool {
    let mut words = part.split(';').map(str::trim);
    let is_named = words.next() == Some(encoding);
    let weight = words.find_map(|word| word.strip_prefix("q="));
    is_named && weight.is_none_or(|weight| weight.parse().is_ok_and(|weight: f32| weight > 0.0))
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
    if let Some(glue) = Asset::load(GLUE, JAVASCRIPT) {
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

    /// Whether this binary contains the widget. Without it, only scanning a code works.
    pub fn is_built(&self) -> bool {
        self.files.len() == 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_unless_its_weight_is_zero() {
        for (part, is_accepted) in [
            ("br", true),
            (" br ", true),
            ("br;q=0.5", true),
            ("br; q=1", true),
            ("br;q=0", false),
            ("br; q=0.000", false),
            ("br;q=nonsense", false),
            ("gzip", false),
            ("brotli", false),
        ] {
            assert_eq!(accepts(part, "br"), is_accepted, "{part}");
        }
    }
}
