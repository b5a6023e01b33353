//! A tenant's branding in the widget: name, logo, accent.

use std::collections::BTreeMap;

use url::Url;

use super::appearance::Locale;
use super::color::Color;

const LONGEST_NAME: usize = 60;
const LONGEST_TEXT: usize = 120;

/// Longer URLs are usually embedded pictures.
const LONGEST_LOGO: usize = 2000;

/// Every part is optional; the defaults are the tenant's name, its initial and the standard accent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    pub name: Option<BrandName>,
    pub logo: Option<LogoUrl>,
    pub accent: Option<Color>,
    /// For the dark theme; by default the same accent, adjusted.
    pub accent_dark: Option<Color>,
    /// For people whose browser asks for no language that exists here.
    pub locale: Option<Locale>,
    pub texts: BrandTexts,
}

/// A change of a brand: `None` leaves a part unchanged, `Some(None)` removes it.
#[derive(Debug, Default)]
pub struct BrandChange {
    pub name: Option<Option<BrandName>>,
    pub logo: Option<Option<LogoUrl>>,
    pub accent: Option<Option<Color>>,
    pub accent_dark: Option<Option<Color>>,
    pub locale: Option<Option<Locale>>,
    /// Replaces all texts.
    pub texts: Option<BrandTexts>,
}

impl BrandChange {
    /// Removes every part.
    pub const CLEAR: BrandChange = BrandChange {
        name: Some(None),
        logo: Some(None),
        accent: Some(None),
        accent_dark: Some(None),
        locale: Some(None),
        texts: Some(BrandTexts(BTreeMap::new())),
    };

    pub fn apply(self, brand: Brand) -> Brand {
        Brand {
            name: self.name.unwrap_or(brand.name),
            logo: self.logo.unwrap_or(brand.logo),
            accent: self.accent.unwrap_or(brand.accent),
            accent_dark: self.accent_dark.unwrap_or(brand.accent_dark),
            locale: self.locale.unwrap_or(brand.locale),
            texts: self.texts.unwrap_or(brand.texts),
        }
    }
}

/// The sentences that a tenant replaces, by language and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrandTexts(pub BTreeMap<String, BTreeMap<String, BrandText>>);

impl BrandTexts {
    pub fn of(&self, language: &str, name: &str) -> Option<&str> {
        self.0.get(language)?.get(name).map(BrandText::as_str)
    }
}

/// A sentence of a tenant. `{tenant}` stands for the tenant's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandText(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a text has 1 to 120 characters on one line; the only braces are in {{tenant}}, once, which stands for your name; \
     asterisks are not possible"
)]
pub struct BadBrandText;

impl BrandText {
    pub fn parse(text: &str) -> Result<Self, BadBrandText> {
        let text = text.trim();
        let fits = (1..=LONGEST_TEXT).contains(&text.chars().count());
        let without_name = text.replacen("{tenant}", "", 1);
        let is_plain =
            !without_name.contains(['{', '}', '*']) && !text.chars().any(char::is_control);
        if fits && is_plain {
            Ok(BrandText(text.to_owned()))
        } else {
            Err(BadBrandText)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 60 characters on one line")]
pub struct BadBrandName;

impl BrandName {
    pub fn parse(text: &str) -> Result<Self, BadBrandName> {
        let text = text.trim();
        let fits = (1..=LONGEST_NAME).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) {
            Ok(BrandName(text.to_owned()))
        } else {
            Err(BadBrandName)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The URL of a picture, safe to use in a page's style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoUrl(Url);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a logoUrl is an absolute https address of a square picture, without user name, password or \
     fragment"
)]
pub struct BadLogoUrl;

impl LogoUrl {
    pub fn parse(text: &str) -> Result<Self, BadLogoUrl> {
        let url = Url::parse(text).map_err(|_| BadLogoUrl)?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        let plain = url.scheme() == "https" && url.has_host() && url.fragment().is_none();
        // A parsed URL is percent-encoded, except a few characters that would end a string in the style or add a
        // source to the page's policy.
        let harmless = !url
            .as_str()
            .contains(['"', '\'', '(', ')', '\\', '<', '>', ';', ',']);
        if anonymous && plain && harmless && url.as_str().len() <= LONGEST_LOGO {
            Ok(LogoUrl(url))
        } else {
            Err(BadLogoUrl)
        }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The origin that the page's policy must allow.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_an_https_url_that_cannot_break_the_style() {
        let logo = LogoUrl::parse("https://cdn.acme.example/logo 1.png?v=2").unwrap();
        assert_eq!(logo.as_str(), "https://cdn.acme.example/logo%201.png?v=2");
        assert_eq!(logo.origin(), "https://cdn.acme.example");
        for bad in [
            "",
            "logo.png",
            "http://cdn.acme.example/logo.png",
            "data:image/png;base64,AAAA",
            "https://user:pw@acme.example/logo.png",
            "https://acme.example/logo.png#x",
            "https://acme.example/a\");}body{display:none}(\"",
            "https://acme.example/a;script-src%20*",
            "javascript:alert(1)",
        ] {
            assert_eq!(LogoUrl::parse(bad), Err(BadLogoUrl), "{bad}");
        }
    }

    #[test]
    fn texts_are_one_line_with_the_name_at_most_once() {
        for good in [
            "Connect WhatsApp",
            " Back to {tenant} ",
            "{tenant}",
            "Zurück",
        ] {
            assert!(BrandText::parse(good).is_ok(), "{good}");
        }
        let long = "x".repeat(121);
        for bad in [
            "",
            " ",
            "a\nb",
            "*Acme*",
            "{name}",
            "{tenant} {tenant}",
            "}{",
            &long,
        ] {
            assert_eq!(BrandText::parse(bad), Err(BadBrandText), "{bad}");
        }
    }

    #[test]
    fn names_are_one_short_line() {
        assert_eq!(BrandName::parse(" Acme ").unwrap().as_str(), "Acme");
        for bad in ["", "  ", "a\nb", &"x".repeat(61)] {
            assert_eq!(BrandName::parse(bad), Err(BadBrandName), "{bad:?}");
        }
    }
}
