//! How much a tenant may have: sessions, open links and webhooks. The operator sets the defaults, and may give a tenant
//! values of its own. The count and what is created are checked together, in the store.

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quota {
    Sessions,
    /// Widget sessions that have neither ended nor expired.
    OpenLinks,
    Webhooks,
}

/// One value for each quota.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerQuota<T> {
    pub sessions: T,
    pub open_links: T,
    pub webhooks: T,
}

/// How many a tenant may have.
pub type Quotas = PerQuota<u32>;

/// How many a tenant has.
pub type QuotaUse = PerQuota<u32>;

/// A tenant's own values; `None`: the operator's default.
pub type OwnQuotas = PerQuota<Option<u32>>;

/// A change of a tenant's own values; `None` leaves one unchanged, `Some(None)` returns to the default.
pub type QuotaChange = PerQuota<Option<Option<u32>>>;

/// The highest value of a quota.
pub const MAX_QUOTA: u32 = 1_000_000;

pub const DEFAULT_QUOTAS: Quotas = Quotas {
    sessions: 10_000,
    open_links: 1000,
    webhooks: 50,
};

impl Quota {
    pub const ALL: [Quota; 3] = [Quota::Sessions, Quota::OpenLinks, Quota::Webhooks];

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Quota::Sessions => "sessions",
            Quota::OpenLinks => "openLinks",
            Quota::Webhooks => "webhooks",
        }
    }
}

impl<T: Copy> PerQuota<T> {
    pub fn from_fn(mut value: impl FnMut(Quota) -> T) -> Self {
        PerQuota {
            sessions: value(Quota::Sessions),
            open_links: value(Quota::OpenLinks),
            webhooks: value(Quota::Webhooks),
        }
    }

    pub fn of(&self, quota: Quota) -> T {
        match quota {
            Quota::Sessions => self.sessions,
            Quota::OpenLinks => self.open_links,
            Quota::Webhooks => self.webhooks,
        }
    }
}

impl OwnQuotas {
    /// The values that apply to the tenant.
    pub fn or(&self, defaults: &Quotas) -> Quotas {
        Quotas::from_fn(|quota| self.of(quota).unwrap_or(defaults.of(quota)))
    }

    pub fn changed(&self, change: &QuotaChange) -> Self {
        OwnQuotas::from_fn(|quota| change.of(quota).unwrap_or(self.of(quota)))
    }
}

/// A value from 1 to [`MAX_QUOTA`].
pub fn parse(value: i64) -> Result<u32, BadQuota> {
    let fits = u32::try_from(value).ok();
    fits.filter(|value| (1..=MAX_QUOTA).contains(value))
        .ok_or(BadQuota)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quota is a whole number from 1 to 1000000, or null for the operator's default")]
pub struct BadQuota;

/// The tenant has as many as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tenant has reached its quota of {}, which is {}", .quota.name(), .most)]
pub struct QuotaReached {
    pub quota: Quota,
    pub most: u32,
}

/// Whether another one fits: `count` includes it.
pub fn check(quota: Quota, count: i64, quotas: &Quotas) -> Result<(), QuotaReached> {
    let most = quotas.of(quota);
    if count <= i64::from(most) {
        Ok(())
    } else {
        Err(QuotaReached { quota, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenants_own_value_replaces_the_default() {
        let own = OwnQuotas {
            sessions: Some(7),
            ..OwnQuotas::default()
        };
        let expected = Quotas {
            sessions: 7,
            ..DEFAULT_QUOTAS
        };
        assert_eq!(own.or(&DEFAULT_QUOTAS), expected);
        let change = QuotaChange {
            sessions: Some(None),
            webhooks: Some(Some(3)),
            ..QuotaChange::default()
        };
        let expected = OwnQuotas {
            webhooks: Some(3),
            ..OwnQuotas::default()
        };
        assert_eq!(own.changed(&change), expected);
        assert_eq!(own.changed(&QuotaChange::default()), own);
    }

    #[test]
    fn a_quota_is_reached_when_one_more_would_exceed_it() {
        let quotas = Quotas::from_fn(|_| 2);
        for quota in Quota::ALL {
            assert_eq!(check(quota, 2, &quotas), Ok(()));
            let reached = QuotaReached { quota, most: 2 };
            assert_eq!(check(quota, 3, &quotas), Err(reached));
        }
    }

    #[test]
    fn values_are_from_one_to_a_million() {
        for (value, parsed) in [
            (1, Ok(1)),
            (1_000_000, Ok(1_000_000)),
            (0, Err(BadQuota)),
            (-1, Err(BadQuota)),
            (1_000_001, Err(BadQuota)),
            (i64::MAX, Err(BadQuota)),
        ] {
            assert_eq!(parse(value), parsed, "{value}");
        }
    }
}
