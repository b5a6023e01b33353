//! A session's name: `^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$`, unique within a tenant.

use std::fmt;

use super::time::Timestamp;

const LONGEST: usize = 64;
const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionName(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a session name has 1 to 64 letters, digits, dots, underscores or hyphens, and starts with a \
     letter or digit"
)]
pub struct BadName;

impl SessionName {
    pub fn parse(text: &str) -> Result<Self, BadName> {
        let mut chars = text.chars();
        let first = chars.next().is_some_and(|c| c.is_ascii_alphanumeric());
        let rest = chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
        if first && rest && text.len() <= LONGEST {
            Ok(SessionName(text.to_owned()))
        } else {
            Err(BadName)
        }
    }

    /// `widget-<base36 time>-<4 base36>`, for a widget session without a name.
    pub fn generate(at: Timestamp, chance: u32) -> Self {
        let time = base36(u64::try_from(at.as_millis()).unwrap_or(0));
        let tail = base36(u64::from(chance) % 36u64.pow(4));
        SessionName(format!("widget-{time}-{tail:0>4}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SessionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(
            BASE36[usize::try_from(number % 36).unwrap_or(0)],
        ));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_names_that_the_api_allows() {
        for good in [
            "default",
            "support-team",
            "user.42",
            "prod_bot_1",
            "9",
            &"a".repeat(64),
        ] {
            assert!(SessionName::parse(good).is_ok(), "{good:?}");
        }
        for bad in [
            "",
            ".a",
            "-a",
            "_a",
            "a b",
            "a/b",
            "ação",
            "a\n",
            &"a".repeat(65),
        ] {
            assert_eq!(SessionName::parse(bad), Err(BadName), "{bad:?}");
        }
    }

    #[test]
    fn a_generated_name_is_a_valid_name() {
        let name = SessionName::generate(Timestamp::from_millis(1_763_670_000_000), 7);
        assert_eq!(name.as_str(), "widget-mi7vkxhc-0007");
        assert!(SessionName::parse(name.as_str()).is_ok());
    }
}
