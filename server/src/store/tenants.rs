//! Tenants and the record of their API keys.

use super::{Store, StoreError, rows};
use crate::domain::origin::Origin;
use crate::domain::scope::Scopes;
use crate::domain::tenant::{SigningSecret, Tenant};
use crate::domain::time::Timestamp;

/// What is kept of an API key: never the key.
pub struct ApiKeyRow {
    pub id: String,
    pub tenant_id: String,
    pub label: String,
    pub scopes: Scopes,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl Store {
    /// Creates the tenant, or brings its name up to date; its secret never changes here.
    pub async fn ensure_tenant(&self, tenant: &Tenant, at: Timestamp) -> Result<(), StoreError> {
        let origins: Vec<&str> = tenant.allowed_origins.iter().map(Origin::as_str).collect();
        sqlx::query(
            "INSERT INTO tenants (id, name, callback_allow_list, allowed_origins, signing_secret, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        )
        .bind(tenant.id.as_str())
        .bind(tenant.name.as_str())
        .bind(json(&tenant.callback_allow_list))
        .bind(json(&origins))
        .bind(self.seal_text(&["tenant", &tenant.id], &tenant.signing_secret.0))
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn tenant(&self, id: &str) -> Result<Option<Tenant>, StoreError> {
        let row = sqlx::query("SELECT * FROM tenants WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(Tenant {
                id: rows::text(&row, "id")?,
                name: rows::text(&row, "name")?,
                callback_allow_list: rows::list(&row, "callback_allow_list")?,
                allowed_origins: rows::origins(&row, "allowed_origins")?,
                signing_secret: SigningSecret(
                    self.open_text(&["tenant", id], &rows::text(&row, "signing_secret")?)?,
                ),
            })
        })
        .transpose()
    }

    pub async fn record_api_key(&self, key: &ApiKeyRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO api_keys (id, tenant_id, label, scopes, is_active, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (id) DO NOTHING",
        )
        .bind(key.id.as_str())
        .bind(key.tenant_id.as_str())
        .bind(key.label.as_str())
        .bind(i64::from(key.scopes.bits()))
        .bind(key.created_at.as_millis())
        .bind(key.expires_at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

pub(super) fn json<T: serde::Serialize>(words: &[T]) -> String {
    serde_json::to_string(words).expect("a list of strings is JSON")
}
