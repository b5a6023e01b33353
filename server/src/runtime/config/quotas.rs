//! What a tenant may have by default.

use super::Reader;
use crate::domain::quota::{self, DEFAULT_QUOTAS, Quotas};

pub const QUOTA_SESSIONS: &str = "QUOTA_SESSIONS";
pub const QUOTA_OPEN_LINKS: &str = "QUOTA_OPEN_LINKS";
pub const QUOTA_WEBHOOKS: &str = "QUOTA_WEBHOOKS";

pub(super) fn read(read: &mut Reader<'_>) -> Quotas {
    let mut value = |name, expected, default| {
        let parse = |text: &str| quota::parse(text.parse().ok()?).ok();
        read.value(name, expected, parse).unwrap_or(default)
    };
    Quotas {
        sessions: value(
            QUOTA_SESSIONS,
            "sessions of a tenant, from 1 to 1000000",
            DEFAULT_QUOTAS.sessions,
        ),
        open_links: value(
            QUOTA_OPEN_LINKS,
            "open links of a tenant, from 1 to 1000000",
            DEFAULT_QUOTAS.open_links,
        ),
        webhooks: value(
            QUOTA_WEBHOOKS,
            "webhooks of a tenant, from 1 to 1000000",
            DEFAULT_QUOTAS.webhooks,
        ),
    }
}

/// The highest values, so that no quota is in the way.
#[cfg(feature = "sandbox")]
pub(super) fn dev_default(name: &str) -> Option<String> {
    let is_quota = [QUOTA_SESSIONS, QUOTA_OPEN_LINKS, QUOTA_WEBHOOKS].contains(&name);
    is_quota.then(|| quota::MAX_QUOTA.to_string())
}
