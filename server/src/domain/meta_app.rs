//! A Meta app: whose name Meta's signup shows, and with whose secret the Graph API is called. The operator configures
//! one; a tenant may give its own with a link.

use std::fmt;

use serde_json::{Map, Value, json};

use super::id::{MetaAppKey, TenantId};
use super::secret::secret;

/// The Graph API's version, unless configured. Meta keeps a version for two years.
pub const DEFAULT_GRAPH_VERSION: &str = "v25.0";

/// The longest `extras`, as JSON.
const MAX_EXTRAS: usize = 4000;

secret! {
    /// The app's secret: signs Meta's webhooks and proves our calls.
    AppSecret
}

secret! {
    /// An access token for one customer's WhatsApp Business accounts.
    AccessToken
}

secret! {
    /// The code that Meta's signup gives to the browser. It is valid for 30 seconds, once.
    SignupCode
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaApp {
    /// Names the app in addresses, without revealing it.
    pub key: MetaAppKey,
    /// `None`: the operator's app.
    pub tenant_id: Option<TenantId>,
    pub app_id: DigitId,
    /// The login configuration of Embedded Signup.
    pub config_id: DigitId,
    pub secret: AppSecret,
    pub graph_version: GraphVersion,
    pub extras: Extras,
}

/// What a link or the configuration says about an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaAppSettings {
    pub app_id: DigitId,
    pub config_id: DigitId,
    pub secret: AppSecret,
    pub graph_version: GraphVersion,
    pub extras: Extras,
}

impl MetaAppSettings {
    pub fn into_app(self, key: MetaAppKey, tenant_id: Option<TenantId>) -> MetaApp {
        MetaApp {
            key,
            tenant_id,
            app_id: self.app_id,
            config_id: self.config_id,
            secret: self.secret,
            graph_version: self.graph_version,
            extras: self.extras,
        }
    }
}

impl AppSecret {
    /// Meta's secrets are 32 hexadecimal characters today; only what could not be sent is rejected.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (8..=256).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_graphic());
        fits.then(|| AppSecret::new(text))
    }
}

/// An id that Meta gives out: digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DigitId(String);

impl DigitId {
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=32).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
        fits.then(|| DigitId(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DigitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `v25.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphVersion(String);

impl GraphVersion {
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.strip_prefix('v')?.split_once('.')?;
        let is_number = |part: &str| {
            (1..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit())
        };
        (is_number(major) && is_number(minor)).then(|| GraphVersion(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for GraphVersion {
    fn default() -> Self {
        GraphVersion(DEFAULT_GRAPH_VERSION.to_owned())
    }
}

/// The `extras` of the signup, which select its version and features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extras(Map<String, Value>);

impl Extras {
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().and_then(Self::of)
    }

    /// A JSON object of at most 4,000 characters.
    pub fn of(value: Value) -> Option<Self> {
        match value {
            Value::Object(object)
                if Value::Object(object.clone()).to_string().len() <= MAX_EXTRAS =>
            {
                Some(Extras(object))
            }
            _ => None,
        }
    }

    pub fn to_json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}

impl Default for Extras {
    /// What Meta's own tool generates for version 4.
    fn default() -> Self {
        let extras = json!({"setup": {}, "sessionInfoVersion": "3", "version": "v4"});
        Extras::of(extras).expect("an object")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_digits() {
        for (text, is_id) in [
            ("1234567890", true),
            ("", false),
            ("12a", false),
            ("../1", false),
            ("123456789012345678901234567890123", false),
        ] {
            assert_eq!(DigitId::parse(text).is_some(), is_id, "{text}");
        }
    }

    #[test]
    fn a_graph_version_is_two_numbers() {
        for (text, is_version) in [
            ("v25.0", true),
            (DEFAULT_GRAPH_VERSION, true),
            ("25.0", false),
            ("v25", false),
            ("v25.0/..", false),
            ("v.0", false),
        ] {
            assert_eq!(GraphVersion::parse(text).is_some(), is_version, "{text}");
        }
    }

    #[test]
    fn extras_are_an_object() {
        assert!(Extras::parse(r#"{"featureType":"x"}"#).is_some());
        for text in ["", "[]", "null", "\"x\"", "{"] {
            assert_eq!(Extras::parse(text), None, "{text}");
        }
        let long = json!({"x": "y".repeat(MAX_EXTRAS)});
        assert_eq!(Extras::of(long), None);
    }

    #[test]
    fn a_secret_can_be_sent() {
        assert!(AppSecret::parse("0123456789abcdef0123456789abcdef").is_some());
        for text in ["", "short", "with a space", "ümlaut-ümlaut"] {
            assert_eq!(AppSecret::parse(text), None, "{text}");
        }
    }
}
