//! Numbers that are connected through the Cloud API. A number is reserved before it is registered, so that two signups
//! for it cannot both continue.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::events::EventScope;
use super::meta_apps::digits;
use super::{EventRow, Store, StoreError, rows};
use crate::domain::cloud_account::{CloudAccount, Pin};
use crate::domain::id::{MetaAppKey, SessionId, TenantId};
use crate::domain::meta_app::{AccessToken, DigitId};
use crate::domain::phone::is_same_account;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// How many digits at its end a number has in every spelling.
const SHARED_ENDING: usize = 6;

/// The result of reserving a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reservation {
    Done,
    /// Another session has the number, by the Cloud API or as a linked device, or the session has a number.
    Taken,
}

impl Store {
    /// Reserves a number for a session. A reservation that is older than `abandoned` is replaced, and so is an earlier
    /// one of the same session. The number that the session has connected is not.
    pub async fn reserve_number(
        &self,
        account: &CloudAccount,
        phone_number: &str,
        at: Timestamp,
        abandoned: Timestamp,
    ) -> Result<Reservation, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let earlier = sqlx::query(
            "SELECT pin FROM cloud_accounts WHERE session_id = $1 AND phone_number_id = $2",
        )
        .bind(account.session_id.as_str())
        .bind(account.phone_number_id.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
        let known_pin = earlier
            .map(|row| rows::optional_text(&row, "pin"))
            .transpose()?;
        // Also waits for a reservation of the same number that is being written.
        sqlx::query(
            "DELETE FROM cloud_accounts WHERE (session_id = $3 AND state <> 'active') \
             OR (phone_number_id = $1 AND state = 'reserved' AND updated_at < $2)",
        )
        .bind(account.phone_number_id.as_str())
        .bind(abandoned.as_millis())
        .bind(account.session_id.as_str())
        .execute(&mut *transaction)
        .await?;
        if is_linked_elsewhere(&mut transaction, &account.session_id, phone_number).await? {
            return Ok(Reservation::Taken);
        }
        let done = self.insert_account(
            &mut transaction,
            account,
            phone_number,
            known_pin.flatten(),
            at,
        );
        let reservation = match done.await? {
            0 => Reservation::Taken,
            _ => Reservation::Done,
        };
        if reservation == Reservation::Done {
            transaction.commit().await?;
        }
        Ok(reservation)
    }

    async fn insert_account(
        &self,
        connection: &mut AnyConnection,
        account: &CloudAccount,
        phone_number: &str,
        known_pin: Option<String>,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let (id, pin) = (&account.session_id, account.pin.as_ref());
        let done = sqlx::query(
            "INSERT INTO cloud_accounts (session_id, meta_app, waba_id, phone_number_id, \
             phone_number, token, token_expires_at, pin, registered, state, warned, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'reserved', 0, $10) \
             ON CONFLICT DO NOTHING",
        )
        .bind(id.as_str())
        .bind(account.app.as_str())
        .bind(account.waba_id.as_str())
        .bind(account.phone_number_id.as_str())
        .bind(phone_number)
        .bind(self.seal_text(&["cloud_token", id], account.token.expose()))
        .bind(account.token_expires_at.map(|at| at.as_millis()))
        .bind(
            pin.map(|pin| self.seal_text(&["cloud_pin", id], pin.expose()))
                .or(known_pin),
        )
        .bind(i64::from(account.registered))
        .bind(at.as_millis())
        .execute(connection)
        .await?;
        Ok(done.rows_affected())
    }

    /// The PIN with which this tenant registered a number before.
    pub async fn known_pin(
        &self,
        tenant_id: &TenantId,
        phone_number_id: &DigitId,
    ) -> Result<Option<Pin>, StoreError> {
        let row = sqlx::query(
            "SELECT c.session_id, c.pin FROM cloud_accounts c JOIN sessions s \
             ON s.id = c.session_id WHERE c.phone_number_id = $1 AND s.tenant_id = $2 \
             AND c.pin IS NOT NULL ORDER BY c.updated_at DESC LIMIT 1",
        )
        .bind(phone_number_id.as_str())
        .bind(tenant_id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref()
            .map(|row| self.read_pin(row))
            .transpose()
            .map(Option::flatten)
    }

    /// Gives up the reservation of a session, if it has one.
    pub async fn release_number(&self, session_id: &SessionId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM cloud_accounts WHERE session_id = $1 AND state = 'reserved'")
            .bind(session_id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The account of a connected session.
    pub async fn cloud_account(
        &self,
        session_id: &SessionId,
    ) -> Result<Option<CloudAccount>, StoreError> {
        let row =
            sqlx::query("SELECT * FROM cloud_accounts WHERE session_id = $1 AND state = 'active'")
                .bind(session_id.as_str())
                .fetch_optional(&self.readers)
                .await?;
        row.as_ref().map(|row| self.read_account(row)).transpose()
    }

    /// The session of a number that is connected with an app.
    pub async fn session_of_number(
        &self,
        app: &MetaAppKey,
        phone_number_id: &str,
    ) -> Result<Option<SessionId>, StoreError> {
        let active = sqlx::query(
            "SELECT session_id FROM cloud_accounts WHERE phone_number_id = $1 AND meta_app = $2 \
             AND state = 'active'",
        );
        let active = active.bind(phone_number_id).bind(app.as_str());
        let found = active.fetch_optional(&self.readers).await?;
        found.as_ref().map(session_id).transpose()
    }

    /// The sessions whose numbers belong to an account.
    pub async fn sessions_of_waba(
        &self,
        app: &MetaAppKey,
        waba_id: &str,
    ) -> Result<Vec<SessionId>, StoreError> {
        let active = sqlx::query(
            "SELECT session_id FROM cloud_accounts WHERE waba_id = $1 AND meta_app = $2 \
             AND state = 'active' ORDER BY session_id",
        );
        let active = active.bind(waba_id).bind(app.as_str());
        let found = active.fetch_all(&self.readers).await?;
        found.iter().map(session_id).collect()
    }

    /// Accounts whose token ends before `before`, and whose tenant was not told, each once.
    pub async fn accounts_about_to_expire(
        &self,
        before: Timestamp,
    ) -> Result<Vec<CloudAccount>, StoreError> {
        let found = sqlx::query(
            "SELECT * FROM cloud_accounts WHERE token_expires_at < $1 AND warned = 0 \
             AND state = 'active' ORDER BY session_id",
        )
        .bind(before.as_millis())
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(|row| self.read_account(row)).collect()
    }

    /// The sessions whose token has run out.
    pub async fn expired_accounts(&self, now: Timestamp) -> Result<Vec<SessionId>, StoreError> {
        let expired = sqlx::query(
            "SELECT session_id FROM cloud_accounts WHERE token_expires_at <= $1 \
             AND state = 'active' ORDER BY session_id",
        );
        let expired = expired.bind(now.as_millis());
        let found = expired.fetch_all(&self.readers).await?;
        found.iter().map(session_id).collect()
    }

    /// Writes the event about a token's end, once.
    pub async fn warn_of_expiry(
        &self,
        session: &Session,
        event: &EventRow,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE cloud_accounts SET warned = 1 WHERE session_id = $1 AND warned = 0",
        )
        .bind(session.id.as_str())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            self.insert_event(&mut transaction, EventScope::of(session), event)
                .await?;
            transaction.commit().await?;
            self.wake_outbox();
        }
        Ok(())
    }

    fn read_account(&self, row: &AnyRow) -> Result<CloudAccount, StoreError> {
        let session_id = session_id(row)?;
        let token = self.open_text(&["cloud_token", &session_id], &rows::text(row, "token")?)?;
        Ok(CloudAccount {
            pin: self.read_pin(row)?,
            app: rows::id(row, "meta_app")?,
            waba_id: digits(row, "waba_id")?,
            phone_number_id: digits(row, "phone_number_id")?,
            token: AccessToken::new(token),
            token_expires_at: rows::optional_time(row, "token_expires_at")?,
            registered: rows::number(row, "registered")? != 0,
            session_id,
        })
    }

    fn read_pin(&self, row: &AnyRow) -> Result<Option<Pin>, StoreError> {
        let session_id = session_id(row)?;
        let sealed = rows::optional_text(row, "pin")?;
        let pin = sealed.map(|pin| self.open_text(&["cloud_pin", &session_id], &pin));
        Ok(pin.transpose()?.map(Pin::new))
    }
}

fn session_id(row: &AnyRow) -> Result<SessionId, StoreError> {
    rows::id(row, "session_id")
}

/// Writes the account as connected.
pub(super) async fn confirm(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    number: &DigitId,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE cloud_accounts SET state = 'active' WHERE session_id = $1 AND phone_number_id = $2",
    )
    .bind(session_id.as_str())
    .bind(number.as_str())
    .execute(connection)
    .await?;
    rows::require_changed(&done)
}

/// Ends the account of a session: its token is deleted, its PIN stays.
pub(super) async fn end(
    connection: &mut AnyConnection,
    session_id: &SessionId,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE cloud_accounts SET state = 'ended', token = NULL WHERE session_id = $1")
        .bind(session_id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes the account of a session, with its token and PIN.
pub(super) async fn delete(
    connection: &mut AnyConnection,
    session_id: &SessionId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM cloud_accounts WHERE session_id = $1")
        .bind(session_id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether another session has this number, stopped or not. It may have it in the spelling of an earlier plan.
async fn is_linked_elsewhere(
    connection: &mut AnyConnection,
    session_id: &SessionId,
    phone_number: &str,
) -> Result<bool, StoreError> {
    let ending = phone_number.len().saturating_sub(SHARED_ENDING);
    let candidates = sqlx::query(
        "SELECT phone_number FROM sessions WHERE phone_number LIKE '%' || $1 AND id <> $2",
    );
    let found = candidates
        .bind(phone_number.get(ending..).unwrap_or(phone_number))
        .bind(session_id.as_str())
        .fetch_all(connection)
        .await?;
    for row in &found {
        if is_same_account(&rows::text(row, "phone_number")?, phone_number) {
            return Ok(true);
        }
    }
    Ok(false)
}
