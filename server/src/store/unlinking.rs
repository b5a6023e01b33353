//! Devices to unlink at WhatsApp: their keys, moved away from the session that they belonged to.

use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::engine_keys::delete_all;
use super::{EventRow, Store, StoreError, rows};
use crate::domain::cloud_account::CloudAccount;
use crate::domain::funnel::Progress;
use crate::domain::id::UnlinkingId;
use crate::domain::meta_app::{AccessToken, DigitId};
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::unlinking::Unlinking;

/// What is kept of a Cloud API number until it is removed at Meta.
#[derive(Serialize, Deserialize)]
struct KeptAccount {
    session_id: String,
    waba_id: String,
    phone_number_id: String,
    token: String,
    registered: bool,
}

/// Devices unlinked at the same time.
const AT_ONCE: i64 = 8;

impl Store {
    /// Writes the session's new state and moves its keys to the unlinking, in one transaction.
    pub async fn begin_unlinking(
        &self,
        session: &Session,
        events: &[EventRow],
        unlinking: &Unlinking,
    ) -> Result<Vec<Progress>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let progress = self.write(&mut transaction, session, events).await?;
        self.move_keys(&mut transaction, &session.id, &unlinking.id)
            .await?;
        let proxy = unlinking
            .proxy
            .as_ref()
            .map(|proxy| self.seal_text(&["unlinking", &unlinking.id], proxy.expose()));
        sqlx::query(
            "INSERT INTO unlinkings (id, tenant_id, proxy, attempts, next_at, created_at, \
             meta_app, cloud) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(unlinking.id.as_str())
        .bind(unlinking.tenant_id.as_str())
        .bind(proxy)
        .bind(i64::from(unlinking.attempts))
        .bind(unlinking.next_at.as_millis())
        .bind(unlinking.created_at.as_millis())
        .bind(unlinking.cloud.as_ref().map(|it| it.app.as_str()))
        .bind(self.seal_cloud(unlinking))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        if !events.is_empty() {
            self.wake_outbox();
        }
        Ok(progress)
    }

    /// Each value is bound to its place, so it is sealed again for the new one.
    async fn move_keys(
        &self,
        connection: &mut AnyConnection,
        from: &str,
        to: &str,
    ) -> Result<(), StoreError> {
        let keys = sqlx::query("SELECT kind, key, value FROM engine_keys WHERE session_id = $1")
            .bind(from)
            .fetch_all(&mut *connection)
            .await?;
        for row in &keys {
            let (kind, key) = (rows::text(row, "kind")?, rows::text(row, "key")?);
            let value: Vec<u8> = row.try_get("value")?;
            let value = self.sealer.open(&[from, &kind, &key], &value)?;
            sqlx::query(
                "INSERT INTO engine_keys (session_id, kind, key, value) VALUES ($1, $2, $3, $4)",
            )
            .bind(to)
            .bind(kind.as_str())
            .bind(key.as_str())
            .bind(self.sealer.seal(&[to, &kind, &key], &value))
            .execute(&mut *connection)
            .await?;
        }
        delete_all(connection, from).await?;
        Ok(())
    }

    /// The unlinkings whose next attempt is due.
    pub async fn due_unlinkings(&self, now: Timestamp) -> Result<Vec<Unlinking>, StoreError> {
        let due =
            sqlx::query("SELECT * FROM unlinkings WHERE next_at <= $1 ORDER BY next_at LIMIT $2")
                .bind(now.as_millis())
                .bind(AT_ONCE)
                .fetch_all(&self.pool)
                .await?;
        due.iter()
            .map(|row| {
                let id: UnlinkingId = rows::id(row, "id")?;
                let proxy = rows::optional_text(row, "proxy")?
                    .map(|sealed| self.open_text(&["unlinking", &id], &sealed))
                    .transpose()?
                    .map(ProxyUrl::from_stored);
                let cloud = self.open_cloud(&id, row)?;
                Ok(Unlinking {
                    cloud,
                    tenant_id: rows::id(row, "tenant_id")?,
                    proxy,
                    attempts: u32::try_from(rows::number(row, "attempts")?)
                        .map_err(|_| StoreError::Row("attempts"))?,
                    next_at: rows::time(row, "next_at")?,
                    created_at: rows::time(row, "created_at")?,
                    id,
                })
            })
            .collect()
    }

    fn seal_cloud(&self, unlinking: &Unlinking) -> Option<String> {
        let account = unlinking.cloud.as_ref()?;
        let kept = KeptAccount {
            session_id: account.session_id.to_string(),
            waba_id: account.waba_id.to_string(),
            phone_number_id: account.phone_number_id.to_string(),
            token: account.token.expose().to_owned(),
            registered: account.registered,
        };
        let json = serde_json::to_string(&kept).expect("plain data");
        Some(self.seal_text(&["unlinking_cloud", &unlinking.id], &json))
    }

    fn open_cloud(
        &self,
        id: &UnlinkingId,
        row: &AnyRow,
    ) -> Result<Option<CloudAccount>, StoreError> {
        let Some(sealed) = rows::optional_text(row, "cloud")? else {
            return Ok(None);
        };
        let json = self.open_text(&["unlinking_cloud", id], &sealed)?;
        let kept: KeptAccount =
            serde_json::from_str(&json).map_err(|_| StoreError::Row("cloud"))?;
        let digits = |id: &str| DigitId::parse(id).ok_or(StoreError::Row("cloud"));
        Ok(Some(CloudAccount {
            session_id: kept.session_id.into(),
            app: rows::id(row, "meta_app")?,
            waba_id: digits(&kept.waba_id)?,
            phone_number_id: digits(&kept.phone_number_id)?,
            token: AccessToken::new(kept.token),
            token_expires_at: None,
            pin: None,
            registered: kept.registered,
        }))
    }

    pub async fn postpone_unlinking(&self, unlinking: &Unlinking) -> Result<(), StoreError> {
        sqlx::query("UPDATE unlinkings SET attempts = $1, next_at = $2 WHERE id = $3")
            .bind(i64::from(unlinking.attempts))
            .bind(unlinking.next_at.as_millis())
            .bind(unlinking.id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Deletes an unlinking that succeeded or was given up, and its keys.
    pub async fn end_unlinking(&self, id: &UnlinkingId) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        delete_all(&mut transaction, id).await?;
        sqlx::query("DELETE FROM unlinkings WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The number of devices still to be unlinked.
    pub async fn unlinkings(&self) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS count FROM unlinkings")
            .fetch_one(&self.pool)
            .await?;
        rows::number(&row, "count")
    }
}
