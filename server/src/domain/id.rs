//! Ids: a prefix and a ULID, so that ids sort by the time at which they were created. Each kind of id is a type of its
//! own.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::time::Timestamp;

/// A kind of id that this service generates.
pub trait Id: From<String> {
    const PREFIX: &'static str;

    /// A new id such as `evt_01hf…`. `random` makes it unguessable and unique.
    fn generate(at: Timestamp, random: u128) -> Self {
        let ulid = ulid(at, random).to_string().to_lowercase();
        Self::from(format!("{}_{ulid}", Self::PREFIX))
    }
}

/// The 128-bit part of an id, for binary formats.
pub fn ulid(at: Timestamp, random: u128) -> Ulid {
    Ulid::from_parts(u64::try_from(at.as_millis()).unwrap_or(0), random)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
        }

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A tenant.
    TenantId "tnt"
}

impl TenantId {
    /// The id of the tenant of an installation with a single one.
    pub const DEFAULT: &str = "default";

    pub fn is_default(&self) -> bool {
        self.0 == Self::DEFAULT
    }

    pub fn default_tenant() -> Self {
        TenantId(Self::DEFAULT.to_owned())
    }
}

id! { SessionId "ses" }
id! {
    /// A widget session, which the code also calls a link.
    WidgetSessionId "ws"
}
id! {
    /// A link that is still to be removed at WhatsApp.
    UnlinkingId "unl"
}
id! { EventId "evt" }
id! {
    /// An API key.
    KeyId "key"
}
id! {
    /// A key that signs the deliveries of a webhook.
    WebhookKeyId "whk"
}
id! {
    /// A Meta app, named by a hash of its tenant and its id at Meta.
    MetaAppKey "mta"
}
id! {
    /// An HTTP request.
    RequestId "req"
}

/// A webhook, numbered by the database.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct WebhookId(pub i64);

impl fmt::Display for WebhookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let early = EventId::generate(Timestamp::from_millis(1_000), u128::MAX);
        let late = EventId::generate(Timestamp::from_millis(1_001), 0);
        assert!(early < late, "{early} < {late}");
        assert!(early.starts_with("evt_"));
    }
}
