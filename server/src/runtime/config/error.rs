//! Errors in the configuration: the variable, a description of its value, and what was expected. The value itself is
//! not shown, because it may be a secret.

use std::fmt;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct InvalidVariable {
    name: &'static str,
    shape: String,
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
            shape: shape(value),
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
            shape,
            expected,
        } = self;
        write!(f, "{name}: got {shape}, expected {expected}")
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
