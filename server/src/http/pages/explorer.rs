//! The page at `/docs`: Swagger UI, as its crate ships it, so nothing is loaded from other sites. The archive is kept
//! in the binary as it is (1.8 MB) and a file is unpacked when it is first requested.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};
use std::sync::OnceLock;

use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;
use zip::ZipArchive;
use zip::result::ZipError;

pub const PAGE: &str = include_str!("../../../../static/docs/index.html");

/// Allows only this service's scripts and styles, and no framing, because API keys are entered in this page.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \
                          data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                          frame-ancestors 'none'";

pub struct File {
    pub content_type: &'static str,
    pub bytes: Cow<'static, [u8]>,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLES: &str = "text/css; charset=utf-8";

/// A file of the page, `None` where it has none of this name.
pub fn file(name: &str) -> Result<Option<File>, ZipError> {
    static BUNDLE: OnceLock<Vec<u8>> = OnceLock::new();
    static CSS: OnceLock<Vec<u8>> = OnceLock::new();
    let (content_type, bytes) = match name {
        "swagger-ui-bundle.js" => (SCRIPT, unpack(name, &BUNDLE)?),
        "swagger-ui.css" => (STYLES, unpack(name, &CSS)?),
        "explorer.js" => (
            SCRIPT,
            include_bytes!("../../../../static/docs/explorer.js").as_slice(),
        ),
        "explorer.css" => (
            STYLES,
            include_bytes!("../../../../static/docs/explorer.css").as_slice(),
        ),
        _ => return Ok(None),
    };
    Ok(Some(File {
        content_type,
        bytes: Cow::Borrowed(bytes),
    }))
}

fn unpack(name: &str, place: &'static OnceLock<Vec<u8>>) -> Result<&'static [u8], ZipError> {
    if let Some(bytes) = place.get() {
        return Ok(bytes);
    }
    let mut archive = ZipArchive::new(Cursor::new(ARCHIVE))?;
    let end = format!("/dist/{name}");
    let entry = {
        let mut names = archive.file_names().filter_map(Result::ok);
        let entry = names.find(|path| path.ends_with(&end));
        entry.ok_or(ZipError::FileNotFound)?.into_owned()
    };
    let mut bytes = Vec::new();
    archive.by_name(&entry)?.read_to_end(&mut bytes)?;
    Ok(place.get_or_init(|| bytes))
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
            assert!(file(name).unwrap().is_some(), "{name}");
        }
        assert!(file("index.html").unwrap().is_none());
    }

    #[test]
    fn the_page_loads_nothing_from_other_sites() {
        assert!(!PAGE.contains("//"), "an address of another site");
        assert!(!PAGE.contains("<style") && !PAGE.contains("style="));
    }
}
