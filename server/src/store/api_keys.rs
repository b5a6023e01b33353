//! The records of API keys, for listing, disabling and deleting them. A request is authenticated without them.

use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::{Store, StoreError, rows};
use crate::domain::api_key::{ApiKeyRecord, KeyChange, Label};
use crate::domain::id::{KeyId, TenantId};
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::scope::Scopes;
use crate::domain::time::Timestamp;

/// Uses written in one transaction, so that other writes do not wait.
const USES_AT_ONCE: usize = 200;

impl Store {
    /// Writes a new key's record. An existing record, deleted or not, is not changed.
    pub async fn record_api_key(&self, key: &ApiKeyRecord) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO api_keys (id, tenant_id, label, scopes, is_active, created_at, \
             expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        )
        .bind(key.id.as_str())
        .bind(key.tenant_id.as_str())
        .bind(key.label.as_str())
        .bind(i64::from(key.scopes.bits()))
        .bind(i64::from(key.is_active))
        .bind(key.created_at.as_millis())
        .bind(key.expires_at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// A page of the keys of a tenant, or of all tenants, oldest first: those whose scopes `allowed` has.
    pub async fn api_keys(
        &self,
        tenant_id: Option<&TenantId>,
        allowed: Scopes,
        paging: &Paging,
    ) -> Result<Page<ApiKeyRecord>, StoreError> {
        let of_tenant = match tenant_id {
            Some(_) => "tenant_id = $1",
            None => "$1 = ''",
        };
        let sql = format!(
            "SELECT * FROM api_keys WHERE {of_tenant} AND deleted_at IS NULL AND id > $2 \
             AND (scopes & $3) = 0 ORDER BY id LIMIT $4"
        );
        let found = sqlx::query(AssertSqlSafe(sql))
            .bind(tenant_id.map_or("", TenantId::as_str))
            .bind(paging.after().1)
            .bind(i64::from(allowed.not_allowed_bits()))
            .bind(paging.limit.with_next())
            .fetch_all(&self.readers)
            .await?;
        let keys = found.iter().map(record).collect::<Result<_, _>>()?;
        Ok(Page::of(keys, paging.limit, |key: &ApiKeyRecord| {
            Position::of_id(key.id.as_str())
        }))
    }

    pub async fn api_key(&self, id: &KeyId) -> Result<Option<ApiKeyRecord>, StoreError> {
        let row = sqlx::query("SELECT * FROM api_keys WHERE id = $1 AND deleted_at IS NULL")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// Applies a change to a key that is not deleted and returns the changed key.
    pub async fn update_api_key(
        &self,
        id: &KeyId,
        change: &KeyChange,
    ) -> Result<ApiKeyRecord, StoreError> {
        let row = sqlx::query(
            "UPDATE api_keys SET label = COALESCE($1, label), is_active = COALESCE($2, is_active) \
             WHERE id = $3 AND deleted_at IS NULL RETURNING *",
        )
        .bind(change.label.as_ref().map(Label::as_str))
        .bind(change.is_active.map(i64::from))
        .bind(id.as_str())
        .fetch_optional(&self.pool)
        .await?;
        record(&row.ok_or(StoreError::NotFound)?)
    }

    pub async fn delete_api_key(&self, id: &KeyId, at: Timestamp) -> Result<(), StoreError> {
        let done =
            sqlx::query("UPDATE api_keys SET deleted_at = $1 WHERE id = $2 AND deleted_at IS NULL")
                .bind(at.as_millis())
                .bind(id.as_str())
                .execute(&self.pool)
                .await?;
        rows::require_changed(&done)
    }

    /// Ids of the disabled and deleted keys, which are refused although their signature is valid.
    pub async fn disabled_api_keys(&self, now: Timestamp) -> Result<Vec<KeyId>, StoreError> {
        let found = sqlx::query(
            "SELECT id FROM api_keys WHERE expires_at > $1 AND (is_active = 0 \
             OR deleted_at IS NOT NULL)",
        )
        .bind(now.as_millis())
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(|row| rows::id(row, "id")).collect()
    }

    /// Writes when keys were last used, and deletes the records of deleted keys that have expired.
    pub async fn record_key_use(
        &self,
        used: &[(KeyId, Timestamp)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for batch in used.chunks(USES_AT_ONCE) {
            let mut transaction = self.pool.begin().await?;
            for (id, at) in batch {
                sqlx::query(
                    "UPDATE api_keys SET last_used_at = $1 WHERE id = $2 \
                     AND (last_used_at IS NULL OR last_used_at < $1)",
                )
                .bind(at.as_millis())
                .bind(id.as_str())
                .execute(&mut *transaction)
                .await?;
            }
            transaction.commit().await?;
        }
        let sql = "DELETE FROM api_keys WHERE id IN (SELECT id FROM api_keys \
                   WHERE deleted_at IS NOT NULL AND expires_at <= $1 LIMIT $2)";
        while self.delete_batch(sql, now.as_millis()).await? > 0 {}
        Ok(())
    }
}

fn record(row: &AnyRow) -> Result<ApiKeyRecord, StoreError> {
    let bits =
        u32::try_from(rows::number(row, "scopes")?).map_err(|_| StoreError::Row("scopes"))?;
    Ok(ApiKeyRecord {
        id: rows::id(row, "id")?,
        tenant_id: rows::id(row, "tenant_id")?,
        label: Label::parse(&rows::text(row, "label")?).map_err(|_| StoreError::Row("label"))?,
        scopes: Scopes::from_bits(bits),
        is_active: rows::number(row, "is_active")? != 0,
        created_at: rows::time(row, "created_at")?,
        expires_at: rows::time(row, "expires_at")?,
        last_used_at: rows::optional_time(row, "last_used_at")?,
    })
}
