//! What exists at Meta: apps, businesses with their WhatsApp Business accounts (WABAs) and numbers, and tokens.

mod app;
mod number;
mod token;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use app::MetaApp;
pub(crate) use number::{Hosting, NewNumber, Number, RegistrationError, Reply};
pub(crate) use token::{Token, TokenState};

/// The template that every WABA has.
const FIRST_TEMPLATE: &str = "hello_world";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Business {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A WABA.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) business_id: String,
    /// The names of its message templates, all of them in `en_US`.
    pub(crate) templates: Vec<String>,
    /// By app id.
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
}

impl Account {
    pub(crate) fn new(id: String, name: &str, business_id: &str) -> Account {
        Account {
            id,
            name: name.to_owned(),
            business_id: business_id.to_owned(),
            templates: vec![FIRST_TEMPLATE.to_owned()],
            subscriptions: BTreeMap::new(),
        }
    }
}

/// An app receives the webhooks of a WABA.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Subscription {
    /// Where this WABA's webhooks go, if not to the app's own address.
    pub(crate) override_callback_uri: Option<String>,
}
