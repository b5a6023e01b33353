//! Errors in the configuration: the variable, its value, and what was expected. Of a variable that may hold a secret,
//! the value is described and not shown.

use std::fmt;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct InvalidVariable {
    name: &'static str,
    /// As it is shown.
    value: String,
    expected: &'static str,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct ConfigError(Vec<InvalidVariable>);

impl ConfigError {
    /// One line for each invalid variable.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(ToString::to_string)
    }

    pub(super) fn add(&mut self, name: &'static str, value: &str, expected: &'static str) {
        self.0.push(InvalidVariable {
            name,
            value: shown(name, value),
            expected,
        });
    }

    pub(super) fn or<T>(self, value: T) -> Result<T, ConfigError> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// A longer value is not shown whole.
const SHOWN: usize = 60;

/// The value in quotes, or a description of it if the variable may hold a secret.
fn shown(name: &str, value: &str) -> String {
    if may_be_secret(name) {
        return shape(value);
    }
    let mut text: String = value.chars().take(SHOWN).collect();
    if text.len() < value.len() {
        text.push('…');
    }
    format!("{text:?}")
}

/// Keys, secrets, and addresses that may contain a password.
fn may_be_secret(name: &str) -> bool {
    ["KEY", "KEYS", "SECRET", "URL", "ENDPOINT", "HEADERS"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// `23 characters (letters, digits)`: describes a value without revealing it.
fn shape(value: &str) -> String {
    let kinds = [
        ("letters", value.chars().any(char::is_alphabetic)),
        ("digits", value.chars().any(|c| c.is_ascii_digit())),
        ("signs", value.chars().any(|c| !c.is_alphanumeric())),
    ];
    let present: Vec<&str> = kinds
        .iter()
        .filter(|kind| kind.1)
        .map(|kind| kind.0)
        .collect();
    format!(
        "{} characters ({})",
        value.chars().count(),
        present.join(", ")
    )
}

impl fmt::Display for InvalidVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InvalidVariable {
            name,
            value,
            expected,
        } = self;
        write!(f, "{name}: got {value}, expected {expected}")
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} fault(s):", self.0.len())?;
        for fault in &self.0 {
            write!(f, "\n  {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::config::NAMES;

    #[test]
    fn a_harmless_value_is_shown_and_a_secret_is_described() {
        assert_eq!(shown("LOG_FORMAT", "yml"), "\"yml\"");
        assert_eq!(shown("SEAL_KEYS", "abc1"), "4 characters (letters, digits)");
        assert_eq!(shown("LISTEN", &"x".repeat(70)).chars().count(), SHOWN + 3);
        for secret in [
            "MASTER_KEY",
            "WIDGET_TOKEN_KEYS",
            "API_KEY_SECRET",
            "SEAL_KEYS",
            "META_APP_SECRET",
            "DATABASE_URL",
        ] {
            assert!(may_be_secret(secret), "{secret}");
            assert!(NAMES.contains(&secret), "{secret} is no variable");
        }
    }
}
