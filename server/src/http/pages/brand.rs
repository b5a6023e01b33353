//! A tenant's branding as a style element: the accent in both themes, and the logo in place of the initial, once the
//! page's first script has seen it load (`data-logo`): a logo that is missing leaves the initial. Every
//! value was validated when it was set (`domain/brand.rs`, `domain/color.rs`).

use std::fmt::Write as _;

use crate::domain::brand::Brand;
use crate::domain::color::Accent;

pub(super) fn style(brand: &Brand) -> String {
    let mut css = String::new();
    if let Some(accent) = brand.accent {
        let dark = tokens(brand.accent_dark.unwrap_or(accent).on_dark());
        let _ = write!(
            css,
            r#":root{{{}}}@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}:root[data-theme="dark"]{{{dark}}}"#,
            tokens(accent.on_light()),
        );
    }
    if let Some(logo) = &brand.logo {
        let _ = write!(
            css,
            r#"[data-logo] .initial{{color:transparent;background:#fff url("{}") center/contain no-repeat}}"#,
            logo.as_str(),
        );
    }
    css
}

fn tokens(accent: Accent) -> String {
    format!(
        "--accent:{};--accent-over:{};--on-accent:{}",
        accent.base, accent.over, accent.on
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::brand::LogoUrl;
    use crate::domain::color::Color;

    #[test]
    fn without_branding_no_style_is_written() {
        assert_eq!(style(&Brand::default()), "");
    }

    #[test]
    fn a_style_has_the_accent_of_both_themes_and_the_logo() {
        let brand = Brand {
            name: None,
            logo: Some(LogoUrl::parse("https://cdn.acme.example/a.png").unwrap()),
            accent: Some(Color::parse("#0a7f5a").unwrap()),
            accent_dark: Some(Color::parse("#7fe0c0").unwrap()),
            ..Brand::default()
        };
        let css = style(&brand);
        assert!(css.starts_with(":root{--accent:#0a7f5a;"), "{css}");
        assert_eq!(css.matches("--accent:#7fe0c0").count(), 2, "{css}");
        assert!(
            css.contains(r#"url("https://cdn.acme.example/a.png")"#),
            "{css}"
        );
        assert_eq!(css.matches('{').count(), css.matches('}').count(), "{css}");
    }
}
