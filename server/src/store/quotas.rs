//! Creates what a quota limits. The count and the insertion are one transaction that holds the lock of the tenant's
//! row, so calls at once cannot exceed a quota, also from several processes.
//!
//! A tenant's creations run one after another ([`Turns`]): a tenant with hundreds of them at once takes one of the
//! database's connections, and the others remain for other tenants.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::{Store, StoreError, rows};
use crate::domain::id::TenantId;
use crate::domain::quota::{self, OwnQuotas, PerQuota, Quota, QuotaChange, QuotaUse, Quotas};
use crate::domain::time::Timestamp;

/// What counts against a quota, of tenant `{tenant}`; `$1` is the present time.
const fn counted(quota: Quota) -> &'static str {
    match quota {
        Quota::Sessions => "sessions c WHERE $1 = $1",
        Quota::OpenLinks => "widget_sessions c WHERE c.outcome = 'open' AND c.expires_at > $1",
        Quota::Webhooks => "webhooks c WHERE c.deleted_at IS NULL AND $1 = $1",
    }
}

/// A transaction in which a tenant creates something. It is rolled back unless it is committed.
pub(super) struct Creation {
    pub transaction: Transaction<'static, Any>,
    tenant_id: TenantId,
    quotas: Quotas,
    _turn: OwnedMutexGuard<()>,
}

impl Creation {
    /// Fails if the tenant has more than its quota after the insertion.
    pub async fn check(&mut self, quota: Quota, now: Timestamp) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) AS many FROM {} AND c.tenant_id = $2",
            counted(quota)
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(now.as_millis())
            .bind(self.tenant_id.as_str())
            .fetch_one(&mut *self.transaction)
            .await?;
        Ok(quota::check(
            quota,
            rows::number(&row, "many")?,
            &self.quotas,
        )?)
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

impl Store {
    /// The store with other defaults for tenants that have no quotas of their own.
    #[must_use]
    pub fn with_quotas(self, quotas: Quotas) -> Self {
        Store { quotas, ..self }
    }

    /// The operator's defaults.
    pub fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    pub(super) async fn begin_creation(
        &self,
        tenant_id: &TenantId,
    ) -> Result<Creation, StoreError> {
        let turn = self.creations.take(tenant_id).await;
        let mut transaction = self.pool.begin().await?;
        // Locks the row with an update that changes nothing, so that creations are counted one after another.
        let row = sqlx::query("UPDATE tenants SET name = name WHERE id = $1 RETURNING *")
            .bind(tenant_id.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let own = own(&row.ok_or(StoreError::Row("tenant_id"))?)?;
        Ok(Creation {
            transaction,
            tenant_id: tenant_id.clone(),
            quotas: own.or(&self.quotas),
            _turn: turn,
        })
    }

    /// How much these tenants have of what is limited.
    pub async fn quota_use(
        &self,
        tenants: &[&TenantId],
        now: Timestamp,
    ) -> Result<HashMap<TenantId, QuotaUse>, StoreError> {
        let [sessions, links, webhooks] = Quota::ALL.map(|quota| {
            format!(
                "(SELECT CAST(COUNT(*) AS BIGINT) FROM {} AND c.tenant_id = t.id)",
                counted(quota)
            )
        });
        let sql = format!(
            "SELECT t.id, {sessions} AS sessions, {links} AS open_links, {webhooks} AS webhooks \
             FROM tenants t WHERE t.id IN ({})",
            rows::placeholders(2, tenants.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(now.as_millis());
        for id in tenants {
            query = query.bind(id.as_str());
        }
        let found = query.fetch_all(&self.readers).await?;
        found.iter().map(read_use).collect()
    }
}

fn read_use(row: &AnyRow) -> Result<(TenantId, QuotaUse), StoreError> {
    let number = |column| {
        let number = rows::number(row, column)?;
        u32::try_from(number).map_err(|_| StoreError::Row(column))
    };
    let counts = QuotaUse {
        sessions: number("sessions")?,
        open_links: number("open_links")?,
        webhooks: number("webhooks")?,
    };
    Ok((rows::id(row, "id")?, counts))
}

/// A tenant's own quotas.
pub(super) fn own(row: &AnyRow) -> Result<OwnQuotas, StoreError> {
    let value = |column| {
        let value = rows::optional_number(row, column)?;
        let parsed = value.map(|value| quota::parse(value).map_err(|_| StoreError::Row(column)));
        parsed.transpose()
    };
    Ok(PerQuota {
        sessions: value("quota_sessions")?,
        open_links: value("quota_open_links")?,
        webhooks: value("quota_webhooks")?,
    })
}

/// Changes a tenant's own quotas, whose row the caller has locked.
pub(super) async fn write(
    connection: &mut AnyConnection,
    tenant_id: &TenantId,
    before: OwnQuotas,
    change: &QuotaChange,
) -> Result<OwnQuotas, StoreError> {
    let own = before.changed(change);
    sqlx::query(
        "UPDATE tenants SET quota_sessions = $1, quota_open_links = $2, quota_webhooks = $3 \
         WHERE id = $4",
    )
    .bind(own.sessions.map(i64::from))
    .bind(own.open_links.map(i64::from))
    .bind(own.webhooks.map(i64::from))
    .bind(tenant_id.as_str())
    .execute(connection)
    .await?;
    Ok(own)
}

/// One turn for each tenant that creates something now.
#[derive(Default)]
pub(super) struct Turns(Mutex<HashMap<TenantId, Weak<Turn<()>>>>);

impl Turns {
    /// Waits until no other creation of this tenant is under way.
    async fn take(&self, tenant_id: &TenantId) -> OwnedMutexGuard<()> {
        self.of(tenant_id).lock_owned().await
    }

    fn of(&self, tenant_id: &TenantId) -> Arc<Turn<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(tenant_id).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(Turn::new(()));
        turns.insert(tenant_id.clone(), Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_turn_is_of_one_tenant_and_is_forgotten_after_it() {
        let turns = Turns::default();
        let (acme, other) = (TenantId::from("acme"), TenantId::from("other"));
        let held = turns.take(&acme).await;
        drop(turns.take(&other).await);
        assert!(turns.of(&acme).try_lock().is_err());
        drop(held);
        assert!(turns.of(&acme).try_lock().is_ok());
        drop(turns.take(&other).await);
        assert!(!turns.0.lock().unwrap().contains_key(&acme));
    }
}
