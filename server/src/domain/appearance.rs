//! The widget's theme and language, as the tenant requested.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "auto" => Theme::Auto,
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => return None,
        })
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// A BCP 47 language tag, checked for shape only: a page in a language that does not exist gets a related one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a `locale` is a language tag such as en or pt-BR")]
pub struct BadLocale;

impl Locale {
    pub fn parse(text: &str) -> Result<Self, BadLocale> {
        let parts_fit = text.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
        let starts_with_language = text.split('-').next().is_some_and(|lang| {
            (2..=3).contains(&lang.len()) && lang.chars().all(|c| c.is_ascii_alphabetic())
        });
        if parts_fit && starts_with_language && text.len() <= 35 {
            Ok(Locale(text.to_owned()))
        } else {
            Err(BadLocale)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_have_the_shape_of_a_tag() {
        for good in ["en", "pt-BR", "zh-Hant-TW", "fil"] {
            assert!(Locale::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "e", "english", "en_US", "en-", "<b>", "12"] {
            assert!(Locale::parse(bad).is_err(), "{bad}");
        }
    }
}
