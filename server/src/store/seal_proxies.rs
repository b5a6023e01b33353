//! The proxies of sessions, sealed because their addresses may contain passwords.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::seal_keys::AT_ONCE;
use super::{Store, StoreError, rows};
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::runtime::config::DatabaseKind;

/// Characters at the beginning of a sealed text that name the key alone: six of base64 are four and a half bytes of
/// the five that every value sealed by one key begins with.
const KEY_PREFIX: usize = 6;

fn place(session_id: &str) -> [&str; 2] {
    ["session_proxy", session_id]
}

impl Store {
    pub(super) fn sealed_proxy(&self, session: &Session) -> Option<String> {
        let proxy = session.proxy.as_ref()?;
        Some(self.seal_text(&place(&session.id), proxy.expose()))
    }

    /// The proxy in a session's row, also if an earlier version stored it unencrypted.
    pub(super) fn read_proxy(
        &self,
        session_id: &str,
        row: &AnyRow,
    ) -> Result<Option<ProxyUrl>, StoreError> {
        let text = match rows::optional_text(row, "sealed_proxy")? {
            Some(sealed) => Some(self.open_text(&place(session_id), &sealed)?),
            None => rows::optional_text(row, "proxy")?,
        };
        Ok(text.map(ProxyUrl::from_stored))
    }

    /// Seals proxies that an earlier version stored unencrypted, in batches. Returns how many.
    pub(super) async fn seal_clear_proxies(&self) -> Result<usize, StoreError> {
        let mut sealed = 0;
        loop {
            match self.seal_some_proxies().await? {
                0 => break,
                some => sealed += some,
            }
        }
        if sealed > 0
            && self.kind == DatabaseKind::Sqlite
            && let Err(error) = self.wipe_replaced_values().await
        {
            // The values are sealed, so a full disk must not prevent the start.
            tracing::warn!(
                %error,
                "SQLite's file could not be rewritten: its unused bytes may still show proxies' passwords; run VACUUM on it when there is room"
            );
        }
        Ok(sealed)
    }

    /// Replaced values stay readable in SQLite's free pages and write-ahead log until both are rewritten.
    async fn wipe_replaced_values(&self) -> Result<(), StoreError> {
        for statement in ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            sqlx::query(statement).fetch_optional(&self.pool).await?;
        }
        Ok(())
    }

    async fn seal_some_proxies(&self) -> Result<usize, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let clear = sqlx::query("SELECT id, proxy FROM sessions WHERE proxy IS NOT NULL LIMIT $1")
            .bind(AT_ONCE)
            .fetch_all(&mut *transaction)
            .await?;
        for row in &clear {
            let (id, proxy) = (rows::text(row, "id")?, rows::text(row, "proxy")?);
            sqlx::query("UPDATE sessions SET sealed_proxy = $1, proxy = NULL WHERE id = $2")
                .bind(self.seal_text(&place(&id), &proxy))
                .bind(id.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(clear.len())
    }

    /// Seals a batch of proxies that an older key sealed with the current key.
    pub(super) async fn reseal_proxies(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<usize, StoreError> {
        let current = self.seal_text(&[], "")[..KEY_PREFIX].to_owned();
        let length = i32::try_from(KEY_PREFIX).expect("a prefix is a few characters");
        let old = sqlx::query(
            "SELECT id, sealed_proxy FROM sessions WHERE sealed_proxy IS NOT NULL \
             AND substr(sealed_proxy, 1, $1) <> $2 LIMIT $3",
        )
        .bind(length)
        .bind(current)
        .bind(AT_ONCE)
        .fetch_all(&mut *connection)
        .await?;
        for row in &old {
            let (id, sealed) = (rows::text(row, "id")?, rows::text(row, "sealed_proxy")?);
            let proxy = self.open_text(&place(&id), &sealed)?;
            sqlx::query("UPDATE sessions SET sealed_proxy = $1 WHERE id = $2")
                .bind(self.seal_text(&place(&id), &proxy))
                .bind(id.as_str())
                .execute(&mut *connection)
                .await?;
        }
        Ok(old.len())
    }
}
