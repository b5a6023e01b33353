//! The page at `/docs`: Swagger UI, as its crate ships it, so nothing is loaded from other sites. The archive is kept
//! in the binary as it is (1.8 MB) and a file is unpacked when it is first requested.

use std::io::{Cursor, Read as _};
use std::sync::{Arc, LazyLock};

use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;
use zip::ZipArchive;
use zip::result::ZipError;

use super::assets::Asset;

const PAGE: &str = include_str!("../../../../static/docs/index.html");

/// Allows only this service's scripts and styles, and no framing, because API keys are entered in this page.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \
                          data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                          frame-ancestors 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLES: &str = "text/css; charset=utf-8";

/// The page itself.
pub static HTML: LazyLock<Arc<Asset>> =
    LazyLock::new(|| Arc::new(Asset::new("text/html; charset=utf-8", PAGE)));

static BUNDLE: LazyLock<Arc<Asset>> = LazyLock::new(|| unpacked("swagger-ui-bundle.js", SCRIPT));
static CSS: LazyLock<Arc<Asset>> = LazyLock::new(|| unpacked("swagger-ui.css", STYLES));
static OWN_SCRIPT: LazyLock<Arc<Asset>> = LazyLock::new(|| {
    let text = include_str!("../../../../static/docs/explorer.js");
    Arc::new(Asset::new(SCRIPT, text))
});
static OWN_CSS: LazyLock<Arc<Asset>> = LazyLock::new(|| {
    let text = include_str!("../../../../static/docs/explorer.css");
    Arc::new(Asset::new(STYLES, text))
});

/// A file of the page, `None` where it has none of this name.
pub fn file(name: &str) -> Option<&'static Arc<Asset>> {
    match name {
        "swagger-ui-bundle.js" => Some(&BUNDLE),
        "swagger-ui.css" => Some(&CSS),
        "explorer.js" => Some(&OWN_SCRIPT),
        "explorer.css" => Some(&OWN_CSS),
        _ => None,
    }
}

fn unpacked(name: &str, content_type: &'static str) -> Arc<Asset> {
    let bytes = unpack(name).expect("the archive in the binary has this file");
    Arc::new(Asset::new(content_type, bytes))
}

fn unpack(name: &str) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(ARCHIVE))?;
    let end = format!("/dist/{name}");
    let entry = {
        let mut names = archive.file_names().filter_map(Result::ok);
        let entry = names.find(|path| path.ends_with(&end));
        entry.ok_or(ZipError::FileNotFound)?.into_owned()
    };
    let mut bytes = Vec::new();
    archive.by_name(&entry)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_the_page_names_exists() {
        let named = PAGE
            .split('"')
            .filter_map(|word| word.strip_prefix("/docs/"));
        let named: Vec<&str> = named.collect();
        assert_eq!(named.len(), 4, "{named:?}");
        for name in named {
            assert!(file(name).is_some(), "{name}");
        }
        assert!(file("index.html").is_none());
    }

    #[test]
    fn the_page_loads_nothing_from_other_sites() {
        assert!(!PAGE.contains("//"), "an address of another site");
        assert!(!PAGE.contains("<style") && !PAGE.contains("style="));
    }
}
