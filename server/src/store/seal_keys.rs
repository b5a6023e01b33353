//! Which keys sealed what is in the database, and bringing it all under the current one.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use sqlx::{AssertSqlSafe, Row as _};

use super::seal::HEADER;
use super::{Store, StoreError, rows};
use crate::domain::time::Timestamp;

const PROOF: &[u8] = b"this key seals";

/// Values re-sealed in one transaction: other work must get its turn.
const AT_ONCE: i64 = 200;

/// Whose seals are on what is in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seals {
    /// Nobody's: it is new.
    None,
    /// The current key's, and no other's.
    Current,
    /// An older key's, which is configured too: the next start of the service seals anew.
    Older,
}

impl Store {
    /// Looks without touching anything, and refuses where a key is missing that something here needs.
    pub async fn seals(&self) -> Result<Seals, StoreError> {
        let known = sqlx::query("SELECT id, proof FROM seal_keys")
            .fetch_all(&self.pool)
            .await?;
        let held: Vec<String> = self.sealer.names().collect();
        let current = self.sealer.current().name();
        let mut seals = Seals::None;
        for row in &known {
            let id = rows::text(row, "id")?;
            if !held.contains(&id) {
                return Err(StoreError::SealKeyLost(id));
            }
            let proof: Vec<u8> = row.try_get("proof")?;
            if self.sealer.open(&["seal_keys", &id], &proof)? != PROOF {
                return Err(StoreError::SealKeyLost(id));
            }
            seals = match seals {
                Seals::None | Seals::Current if id == current => Seals::Current,
                _ => Seals::Older,
            };
        }
        Ok(seals)
    }

    /// Notes the current key and refuses to start where a key is missing that something here needs; then
    /// re-seals what older keys sealed. Returns how many values that were.
    pub async fn take_seals(&self, at: Timestamp) -> Result<usize, StoreError> {
        self.seals().await?;
        let id = self.sealer.current().name();
        sqlx::query("INSERT INTO seal_keys (id, proof, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING")
            .bind(id.as_str())
            .bind(self.sealer.seal(&["seal_keys", &id], PROOF))
            .bind(at.as_millis())
            .execute(&self.pool)
            .await?;
        let mut moved = 0;
        loop {
            match self.reseal_some().await? {
                0 => break,
                some => moved += some,
            }
        }
        // Nothing is left of the older keys, so they may be dropped from the configuration.
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
            "SELECT session_id, kind, key, value FROM engine_keys WHERE substr(value, 1, $1) <> $2 LIMIT $3",
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
            sqlx::query("UPDATE engine_keys SET value = $1 WHERE session_id = $2 AND kind = $3 AND key = $4")
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
        transaction.commit().await?;
        Ok(count)
    }

    async fn reseal_tenants(
        &self,
        connection: &mut sqlx::AnyConnection,
        column: &'static str,
    ) -> Result<usize, StoreError> {
        let tenants = sqlx::query(AssertSqlSafe(format!("SELECT id, {column} FROM tenants")))
            .fetch_all(&mut *connection)
            .await?;
        let mut count = 0;
        for row in &tenants {
            let (id, sealed) = (rows::text(row, "id")?, rows::maybe(row, column)?);
            let Some(sealed) = sealed.filter(|sealed| !self.sealed_now(sealed)) else {
                continue;
            };
            count += 1;
            let place = ["tenant", id.as_str()];
            sqlx::query(AssertSqlSafe(format!(
                "UPDATE tenants SET {column} = $1 WHERE id = $2"
            )))
            .bind(self.seal_text(&place, &self.open_text(&place, &sealed)?))
            .bind(id.as_str())
            .execute(&mut *connection)
            .await?;
        }
        Ok(count)
    }

    async fn reseal_events(
        &self,
        connection: &mut sqlx::AnyConnection,
    ) -> Result<usize, StoreError> {
        let current = format!("{}%", &self.seal_text(&[], "")[..6]);
        let old = sqlx::query("SELECT id, payload FROM events WHERE event = 'session.qr' AND payload NOT LIKE $1 LIMIT $2")
            .bind(current)
            .bind(AT_ONCE)
            .fetch_all(&mut *connection)
            .await?;
        for row in &old {
            let (id, payload) = (rows::text(row, "id")?, rows::text(row, "payload")?);
            sqlx::query("UPDATE events SET payload = $1 WHERE id = $2")
                .bind(self.seal_text(&["event", &id], &self.open_text(&["event", &id], &payload)?))
                .bind(id)
                .execute(&mut *connection)
                .await?;
        }
        Ok(old.len())
    }

    async fn reseal_columns(
        &self,
        connection: &mut sqlx::AnyConnection,
    ) -> Result<usize, StoreError> {
        let mut count = 0;
        for (kind, select, update) in [
            (
                "webhook",
                "SELECT CAST(id AS TEXT) AS id, headers AS sealed FROM webhooks",
                "UPDATE webhooks SET headers = $1 WHERE CAST(id AS TEXT) = $2",
            ),
            (
                "webhook_key",
                "SELECT id, hmac_key AS sealed FROM webhook_keys",
                "UPDATE webhook_keys SET hmac_key = $1 WHERE id = $2",
            ),
            (
                "unlinking",
                "SELECT id, proxy AS sealed FROM unlinkings WHERE proxy IS NOT NULL",
                "UPDATE unlinkings SET proxy = $1 WHERE id = $2",
            ),
        ] {
            let found = sqlx::query(select).fetch_all(&mut *connection).await?;
            for row in &found {
                let (id, sealed) = (rows::text(row, "id")?, rows::text(row, "sealed")?);
                if self.sealed_now(&sealed) {
                    continue;
                }
                count += 1;
                let place = [kind, id.as_str()];
                sqlx::query(update)
                    .bind(self.seal_text(&place, &self.open_text(&place, &sealed)?))
                    .bind(id.as_str())
                    .execute(&mut *connection)
                    .await?;
            }
        }
        Ok(count)
    }

    fn sealed_now(&self, text: &str) -> bool {
        BASE64
            .decode(text)
            .is_ok_and(|bytes| bytes.starts_with(&self.sealer.header()))
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
