//! The WhatsApp account of a linked session.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The WhatsApp account behind a linked session. Its `Debug` hides all but the end of the number.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// E.164 with the leading plus: `+5511…`.
    pub phone_number: String,
    /// The account's privacy-preserving address, `…@lid`.
    pub lid: String,
    /// The name that the person shows to others; unknown until the phone has sent it.
    pub push_name: Option<String>,
    /// The verified business name, for accounts of the WhatsApp Business app.
    pub business_name: Option<String>,
    /// Which WhatsApp app the phone runs.
    pub platform: Platform,
}

/// Which WhatsApp app the phone runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// The ordinary WhatsApp app.
    #[default]
    Consumer,
    /// The WhatsApp Business app.
    Business,
}

/// What WhatsApp sends about the phone at the scan only, so it is stored.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) platform: Platform,
    pub(crate) business_name: Option<String>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("phone_number", &masked(&self.phone_number))
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}

/// Two digits are enough to tell accounts apart in a log, and too few to call one.
fn masked(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(2);
    let tail: String = number.chars().skip(hidden).collect();
    format!("…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_number_address_and_names() {
        let account = Account {
            phone_number: "+5511999990001".into(),
            lid: "100000000000001@lid".into(),
            push_name: Some("Ana Souza".into()),
            business_name: Some("Padaria".into()),
            platform: Platform::Consumer,
        };
        let shown = format!("{account:?}");
        assert!(shown.contains("…01"), "{shown}");
        for hidden in ["551199999", "10000000", "Ana", "Padaria"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
