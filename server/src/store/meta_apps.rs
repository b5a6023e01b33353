//! Meta apps that tenants gave with their links. A row, with its sealed secret, is kept as long as a link or a session
//! uses it.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Store, StoreError, rows};
use crate::domain::id::{MetaAppKey, TenantId};
use crate::domain::meta_app::{AppSecret, DigitId, Extras, GraphVersion, MetaApp};
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::time::Timestamp;

/// Apps deleted in one transaction.
const APPS_AT_ONCE: i64 = 100;

/// Links are kept for days; an app is needed until the last of them is over, with the time that its signup may take
/// longer.
const UNUSED: &str = "NOT EXISTS (SELECT 1 FROM widget_sessions w WHERE w.meta_app = meta_apps.key \
     AND w.outcome = 'open' AND w.expires_at > $1) \
     AND NOT EXISTS (SELECT 1 FROM cloud_accounts c WHERE c.meta_app = meta_apps.key \
     AND c.state <> 'ended') \
     AND NOT EXISTS (SELECT 1 FROM unlinkings u WHERE u.meta_app = meta_apps.key)";

fn place(key: &str) -> [&str; 2] {
    ["meta_app", key]
}

impl Store {
    pub async fn meta_app(&self, key: &MetaAppKey) -> Result<Option<MetaApp>, StoreError> {
        let row = sqlx::query("SELECT * FROM meta_apps WHERE key = $1")
            .bind(key.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(|row| self.read_meta_app(row)).transpose()
    }

    /// A page of a tenant's own apps, by their ids at Meta.
    pub async fn meta_apps(
        &self,
        tenant_id: &TenantId,
        paging: &Paging,
    ) -> Result<Page<MetaApp>, StoreError> {
        let found = sqlx::query(
            "SELECT * FROM meta_apps WHERE tenant_id = $1 AND app_id > $2 ORDER BY app_id LIMIT $3",
        )
        .bind(tenant_id.as_str())
        .bind(paging.after().1)
        .bind(paging.limit.with_next())
        .fetch_all(&self.readers)
        .await?;
        let apps = found.iter().map(|row| self.read_meta_app(row));
        let apps = apps.collect::<Result<_, _>>()?;
        Ok(Page::of(apps, paging.limit, |app: &MetaApp| {
            Position::of_id(app.app_id.as_str())
        }))
    }

    /// Writes a tenant's app, or what has changed of it: the latest link knows the app's secret best.
    pub(super) async fn put_meta_app(
        &self,
        connection: &mut AnyConnection,
        app: &MetaApp,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(tenant_id) = &app.tenant_id else {
            return Ok(());
        };
        sqlx::query(
            "INSERT INTO meta_apps (key, tenant_id, app_id, config_id, secret, graph_version, \
             extras, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key) \
             DO UPDATE SET config_id = $4, secret = $5, graph_version = $6, extras = $7, \
             updated_at = $8",
        )
        .bind(app.key.as_str())
        .bind(tenant_id.as_str())
        .bind(app.app_id.as_str())
        .bind(app.config_id.as_str())
        .bind(self.seal_text(&place(&app.key), app.secret.expose()))
        .bind(app.graph_version.as_str())
        .bind(app.extras.to_json())
        .bind(at.as_millis())
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Deletes a batch of the apps that no session and no link that ended after `since` uses. Returns how many; call
    /// it until that is zero.
    pub async fn delete_unused_meta_apps(&self, since: Timestamp) -> Result<u64, StoreError> {
        let since = since.as_millis();
        let sql = format!("SELECT key FROM meta_apps WHERE {UNUSED} LIMIT $2");
        let found = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(since)
            .bind(APPS_AT_ONCE)
            .fetch_all(&self.readers)
            .await?;
        if found.is_empty() {
            return Ok(0);
        }
        let found = found.iter().map(|row| rows::text(row, "key"));
        let found: Vec<String> = found.collect::<Result<_, _>>()?;
        self.delete_found(("meta_apps", "key"), &found, (UNUSED, since))
            .await
    }

    fn read_meta_app(&self, row: &AnyRow) -> Result<MetaApp, StoreError> {
        let key: MetaAppKey = rows::id(row, "key")?;
        let secret = self.open_text(&place(&key), &rows::text(row, "secret")?)?;
        Ok(MetaApp {
            tenant_id: Some(rows::id(row, "tenant_id")?),
            app_id: digits(row, "app_id")?,
            config_id: digits(row, "config_id")?,
            secret: AppSecret::new(secret),
            graph_version: GraphVersion::parse(&rows::text(row, "graph_version")?)
                .ok_or(StoreError::Row("graph_version"))?,
            extras: Extras::parse(&rows::text(row, "extras")?).ok_or(StoreError::Row("extras"))?,
            key,
        })
    }
}

pub(super) fn digits(row: &AnyRow, column: &'static str) -> Result<DigitId, StoreError> {
    DigitId::parse(&rows::text(row, column)?).ok_or(StoreError::Row(column))
}
