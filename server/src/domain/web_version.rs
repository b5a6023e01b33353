//! A version of WhatsApp's web client, such as `2.3000.1026131876`. Later ones are greater.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebVersion(pub u32, pub u32, pub u32);

impl WebVersion {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| part.parse().ok());
        let version = WebVersion(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }

    pub const fn numbers(self) -> (u32, u32, u32) {
        (self.0, self.1, self.2)
    }
}

impl From<(u32, u32, u32)> for WebVersion {
    fn from((major, minor, revision): (u32, u32, u32)) -> Self {
        WebVersion(major, minor, revision)
    }
}

impl fmt::Display for WebVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_three_numbers() {
        let version = WebVersion::parse("2.3000.1026131876");
        assert_eq!(version, Some(WebVersion(2, 3000, 1_026_131_876)));
        let text = version.map(|version| version.to_string());
        assert_eq!(text.as_deref(), Some("2.3000.1026131876"));
        for text in ["2.3000", "2.3000.7.1", "2.3000.x", ""] {
            assert_eq!(WebVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_later_version_is_greater() {
        assert!(WebVersion(2, 3000, 10) > WebVersion(2, 3000, 9));
        assert!(WebVersion(3, 1, 0) > WebVersion(2, 3000, 9));
    }
}
