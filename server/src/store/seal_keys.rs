//! Checks which keys sealed the values in the database, and seals them again with the current key.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use sqlx::{AssertSqlSafe, Row as _};

use super::seal::HEADER;
use super::{Store, StoreError, rows};
use crate::domain::time::Timestamp;

const PROOF: &[u8] = b"this key seals";

/// Values sealed again in one transaction, so that other writes do not wait.
pub(super) const AT_ONCE: i64 = 200;

/// Which keys sealed the values in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealStatus {
    /// None: the database is new.
    None,
    /// Only the current key.
    Current,
    /// Also an older key, which is configured: the next start of the service seals its values again.
    Older,
}

impl Store {
    /// Reads which keys are in use. Fails if one of them is not configured. Changes nothing.
    pub async fn check_seal_keys(&self) -> Result<SealStatus, StoreError> {
        let used = sqlx::query("SELECT id, proof FROM seal_keys")
            .fetch_all(&self.readers)
            .await?;
        let configured: Vec<String> = self.sealer.names().collect();
        let current = self.sealer.current().name();
        let mut seals = SealStatus::None;
        for row in &used {
            let id = rows::text(row, "id")?;
            if !configured.contains(&id) {
                return Err(StoreError::SealKeyLost(id));
            }
            let proof: Vec<u8> = row.try_get("proof")?;
            if self.sealer.open(&["seal_keys", &id], &proof)? != PROOF {
                return Err(StoreError::SealKeyLost(id));
            }
            seals = match seals {
                SealStatus::None | SealStatus::Current if id == current => SealStatus::Current,
                _ => SealStatus::Older,
            };
        }
        Ok(seals)
    }

    /// Records the current key and fails if a key in use is missing. Then seals values that an earlier version stored
    /// unencrypted and those that older keys sealed. Returns how many.
    pub async fn reseal(&self, at: Timestamp) -> Result<usize, StoreError> {
        self.check_seal_keys().await?;
        let id = self.sealer.current().name();
        sqlx::query(
            "INSERT INTO seal_keys (id, proof, created_at) \
                     VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(self.sealer.seal(&["seal_keys", &id], PROOF))
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        let mut moved = self.seal_clear_proxies().await?;
        loop {
            match self.reseal_some().await? {
                0 => break,
                some => moved += some,
            }
        }
        // The older keys are no longer in use, so the operator may remove them from the configuration.
        sqlx::query("DELETE FROM seal_keys WHERE id <> $1")
            .bind(id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(moved)
    }

    async fn reseal_some(&self) -> Result<usize, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let length = i32::try_from(HEADER).expect("a header is a few bytes");
        let old = sqlx::query(
            "SELECT session_id, kind, key, value FROM engine_keys \
             WHERE substr(value, 1, $1) <> $2 LIMIT $3",
        )
        .bind(length)
        .bind(self.sealer.header().to_vec())
        .bind(AT_ONCE)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &old {
            let (session, kind, key) = (
                rows::text(row, "session_id")?,
                rows::text(row, "kind")?,
                rows::text(row, "key")?,
            );
            let value: Vec<u8> = row.try_get("value")?;
            let place = [session.as_str(), kind.as_str(), key.as_str()];
            let sealed = self.sealer.seal(&place, &self.sealer.open(&place, &value)?);
            sqlx::query(
                "UPDATE engine_keys SET value = $1 WHERE session_id = $2 AND kind = $3 \
                         AND key = $4",
            )
            .bind(sealed)
            .bind(session)
            .bind(kind)
            .bind(key)
            .execute(&mut *transaction)
            .await?;
        }
        let mut count = old.len();
        for column in ["signing_secret", "next_signing_secret"] {
            count += self.reseal_tenants(&mut transaction, column).await?;
        }
        count += self.reseal_events(&mut transaction).await?;
        count += self.reseal_columns(&mut transaction).await?;
        count += self.reseal_proxies(&mut transaction).await?;
        transaction.commit().await?;
        Ok(count)
    }

    async fn reseal_tenants(
        &self,
        connection: &mut sqlx::AnyConnection,
        column: &'static str,
    ) -> Result<usize, StoreError> {
        let select = format!(
            "SELECT id, {column} AS sealed FROM tenants WHERE substr({column}, 1, 6) <> $1 LIMIT $2"
        );
        let update = format!("UPDATE tenants SET {column} = $1 WHERE id = $2 AND {column} = $3");
        self.reseal_texts(connection, "tenant", select, update)
            .await
    }

    /// Seals again the values that a query selects. A value that changed in the meantime is left for the next batch.
    async fn reseal_texts(
        &self,
        connection: &mut sqlx::AnyConnection,
        kind: &str,
        select: String,
        update: String,
    ) -> Result<usize, StoreError> {
        let old = sqlx::query(AssertSqlSafe(select))
            .bind(self.current_prefix())
            .bind(AT_ONCE)
            .fetch_all(&mut *connection)
            .await?;
        for row in &old {
            let (id, sealed) = (rows::text(row, "id")?, rows::text(row, "sealed")?);
            let place = [kind, id.as_str()];
            sqlx::query(AssertSqlSafe(update.clone()))
                .bind(self.seal_text(&place, &self.open_text(&place, &sealed)?))
                .bind(id.as_str())
                .bind(sealed)
                .execute(&mut *connection)
                .await?;
        }
        Ok(old.len())
    }

    /// The first characters of every text that the current key sealed.
    fn current_prefix(&self) -> String {
        self.seal_text(&[], "")[..6].to_owned()
    }

    async fn reseal_events(
        &self,
        connection: &mut sqlx::AnyConnection,
    ) -> Result<usize, StoreError> {
        let select = "SELECT id, payload AS sealed FROM events WHERE event = 'session.qr' \
                      AND substr(payload, 1, 6) <> $1 LIMIT $2";
        let update = "UPDATE events SET payload = $1 WHERE id = $2 AND payload = $3";
        self.reseal_texts(connection, "event", select.to_owned(), update.to_owned())
            .await
    }

    async fn reseal_columns(
        &self,
        connection: &mut sqlx::AnyConnection,
    ) -> Result<usize, StoreError> {
        let mut count = 0;
        for (kind, select, update) in [
            (
                "webhook",
                "SELECT CAST(id AS TEXT) AS id, headers AS sealed FROM webhooks \
                 WHERE deleted_at IS NULL AND substr(headers, 1, 6) <> $1 LIMIT $2",
                "UPDATE webhooks SET headers = $1 WHERE CAST(id AS TEXT) = $2 AND headers = $3",
            ),
            (
                "webhook_key",
                "SELECT id, hmac_key AS sealed FROM webhook_keys \
                 WHERE substr(hmac_key, 1, 6) <> $1 LIMIT $2",
                "UPDATE webhook_keys SET hmac_key = $1 WHERE id = $2 AND hmac_key = $3",
            ),
            (
                "service_key",
                "SELECT name AS id, sealed FROM service_keys \
                 WHERE substr(sealed, 1, 6) <> $1 LIMIT $2",
                "UPDATE service_keys SET sealed = $1 WHERE name = $2 AND sealed = $3",
            ),
            (
                "meta_app",
                "SELECT key AS id, secret AS sealed FROM meta_apps \
                 WHERE substr(secret, 1, 6) <> $1 LIMIT $2",
                "UPDATE meta_apps SET secret = $1 WHERE key = $2 AND secret = $3",
            ),
            (
                "signup_token",
                "SELECT id, token AS sealed FROM signups WHERE token IS NOT NULL \
                 AND substr(token, 1, 6) <> $1 LIMIT $2",
                "UPDATE signups SET token = $1 WHERE id = $2 AND token = $3",
            ),
            (
                "signup_pin",
                "SELECT id, pin AS sealed FROM signups WHERE pin IS NOT NULL \
                 AND substr(pin, 1, 6) <> $1 LIMIT $2",
                "UPDATE signups SET pin = $1 WHERE id = $2 AND pin = $3",
            ),
            (
                "cloud_token",
                "SELECT session_id AS id, token AS sealed FROM cloud_accounts \
                 WHERE token IS NOT NULL AND substr(token, 1, 6) <> $1 LIMIT $2",
                "UPDATE cloud_accounts SET token = $1 WHERE session_id = $2 AND token = $3",
            ),
            (
                "cloud_pin",
                "SELECT session_id AS id, pin AS sealed FROM cloud_accounts \
                 WHERE pin IS NOT NULL AND substr(pin, 1, 6) <> $1 LIMIT $2",
                "UPDATE cloud_accounts SET pin = $1 WHERE session_id = $2 AND pin = $3",
            ),
            (
                "unlinking_cloud",
                "SELECT id, cloud AS sealed FROM unlinkings WHERE cloud IS NOT NULL \
                 AND substr(cloud, 1, 6) <> $1 LIMIT $2",
                "UPDATE unlinkings SET cloud = $1 WHERE id = $2 AND cloud = $3",
            ),
            (
                "unlinking",
                "SELECT id, proxy AS sealed FROM unlinkings WHERE proxy IS NOT NULL \
                 AND substr(proxy, 1, 6) <> $1 LIMIT $2",
                "UPDATE unlinkings SET proxy = $1 WHERE id = $2 AND proxy = $3",
            ),
        ] {
            count += self
                .reseal_texts(connection, kind, select.to_owned(), update.to_owned())
                .await?;
        }
        Ok(count)
    }

    /// A sealed value in a text column.
    pub(super) fn seal_text(&self, place: &[&str], text: &str) -> String {
        BASE64.encode(self.sealer.seal(place, text.as_bytes()))
    }

    pub(super) fn open_text(&self, place: &[&str], sealed: &str) -> Result<String, StoreError> {
        let bytes = BASE64
            .decode(sealed)
            .map_err(|_| StoreError::Row("sealed text"))?;
        String::from_utf8(self.sealer.open(place, &bytes)?)
            .map_err(|_| StoreError::Row("sealed text"))
    }
}
