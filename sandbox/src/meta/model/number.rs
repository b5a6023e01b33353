//! A phone number of a WABA, with its registration and its PIN.

mod registration;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub(crate) use registration::RegistrationError;

/// Where the number's messages are handled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Hosting {
    /// Nowhere: it has to be registered.
    Unregistered,
    CloudApi,
    /// The WhatsApp Business app and the Cloud API together, which is called coexistence.
    BusinessApp,
}

/// A number to be added.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewNumber {
    pub(crate) phone_number: String,
    pub(crate) verified_name: Option<String>,
    #[serde(default = "unregistered")]
    pub(crate) hosting: Hosting,
    /// The two-step PIN, if one was set before.
    pub(crate) pin: Option<String>,
    /// Whether its owner has entered the code from the SMS.
    #[serde(default = "yes")]
    pub(crate) verified: bool,
}

fn unregistered() -> Hosting {
    Hosting::Unregistered
}

fn yes() -> bool {
    true
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Number {
    pub(crate) id: String,
    pub(crate) account_id: String,
    /// Digits only.
    pub(crate) digits: String,
    pub(crate) verified_name: String,
    pub(crate) verified: bool,
    pub(crate) hosting: Hosting,
    pub(crate) pin: Option<String>,
    /// How often it was registered successfully.
    pub(crate) registrations: u32,
    /// The times of the latest requests to register or deregister it.
    pub(crate) attempts: Vec<u64>,
    pub(crate) wrong_pins: u32,
    pub(crate) pin_blocked_until: u64,
    /// When a signup last ended with it.
    pub(crate) onboarded_at: Option<u64>,
    /// What was synchronised from the WhatsApp Business app.
    pub(crate) synced: BTreeSet<String>,
    /// When each customer last wrote. Free text is allowed for 24 hours after it.
    pub(crate) last_received: BTreeMap<String, u64>,
}

/// What a number may send to a customer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Anything,
    OnlyTemplates,
}

const REPLY_SECONDS: u64 = 24 * 3600;

impl Number {
    pub(crate) fn new(id: String, account_id: &str, digits: String, new: NewNumber) -> Number {
        let name = new.verified_name.unwrap_or_else(|| "Sandbox".to_owned());
        Number {
            id,
            account_id: account_id.to_owned(),
            digits,
            verified_name: name,
            verified: new.verified,
            hosting: new.hosting,
            pin: new.pin,
            registrations: 0,
            attempts: Vec::new(),
            wrong_pins: 0,
            pin_blocked_until: 0,
            onboarded_at: None,
            synced: BTreeSet::new(),
            last_received: BTreeMap::new(),
        }
    }

    /// The number as Meta displays it, such as `+55 11 99999-0001`.
    pub(crate) fn display(&self) -> String {
        let country = if self.digits.starts_with(['1', '7']) {
            1
        } else {
            2
        };
        let (country, rest) = self.digits.split_at(country);
        let (area, rest) = rest.split_at(rest.len().min(if country == "55" { 2 } else { 3 }));
        let (first, last) = rest.split_at(rest.len().saturating_sub(4));
        let first = if first.is_empty() {
            String::new()
        } else {
            format!("{first}-")
        };
        format!("+{country} {area} {first}{last}")
    }

    pub(crate) fn allowed_reply(&self, customer: &str, now: u64) -> Reply {
        match self.last_received.get(customer) {
            Some(at) if now < at + REPLY_SECONDS => Reply::Anything,
            _ => Reply::OnlyTemplates,
        }
    }
}
