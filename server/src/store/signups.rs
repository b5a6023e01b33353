//! Signups under way, one row for each link. Tokens and PINs are sealed, and are deleted with the row.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::events::EventScope;
use super::{EventRow, Store, StoreError, cloud_accounts, funnel, rows};
use crate::domain::cloud_account::Pin;
use crate::domain::failure::Failure;
use crate::domain::funnel::Progress;
use crate::domain::id::{MetaAppKey, WidgetSessionId};
use crate::domain::meta_app::{AccessToken, DigitId};
use crate::domain::session::Session;
use crate::domain::signup::{Claimed, Problem, Signup, Step};
use crate::domain::time::Timestamp;

impl Store {
    pub async fn signup(&self, id: &WidgetSessionId) -> Result<Option<Signup>, StoreError> {
        let row = sqlx::query("SELECT * FROM signups WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(|row| self.read_signup(row)).transpose()
    }

    /// Writes a new signup, unless the link has one.
    pub async fn begin_signup(&self, signup: &Signup) -> Result<Vec<Progress>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(
            "INSERT INTO signups (id, session_id, meta_app, step, claimed, numbers, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        )
        .bind(signup.id.as_str())
        .bind(signup.session_id.as_str())
        .bind(signup.app.as_str())
        .bind(signup.step.as_str())
        .bind(to_json(&signup.claimed))
        .bind(to_json(&signup.numbers))
        .bind(signup.updated_at.as_millis())
        .execute(&mut *transaction)
        .await?;
        let progress =
            funnel::begin_signup(&mut transaction, &signup.id, signup.updated_at).await?;
        transaction.commit().await?;
        Ok(progress)
    }

    /// Writes what the browser reported, unless the signup has gone on since `before` was read.
    pub async fn update_claimed(
        &self,
        before: &Signup,
        claimed: &Claimed,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE signups SET claimed = $1, updated_at = $2 WHERE id = $3 AND step = $4 \
             AND COALESCE(problem, '') = $5",
        )
        .bind(to_json(claimed))
        .bind(at.as_millis())
        .bind(before.id.as_str())
        .bind(before.step.as_str())
        .bind(before.problem.map_or("", Problem::as_str))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Writes the next state of a signup, without what the browser reported. Returns false if another request has
    /// changed it since `before` was read. A report counts as a change only to numbers that were verified without it.
    pub async fn update_signup(&self, before: &Signup, after: &Signup) -> Result<bool, StoreError> {
        let mut connection = self.pool.acquire().await?;
        self.replace_signup(&mut connection, before, after).await
    }

    /// As [`Self::update_signup`], because Meta's window has ended with a code. `None`: another request was faster.
    pub async fn take_code(
        &self,
        before: &Signup,
        after: &Signup,
    ) -> Result<Option<Vec<Progress>>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        if !self.replace_signup(&mut transaction, before, after).await? {
            return Ok(None);
        }
        let progress = funnel::finish_window(&mut transaction, &after.id, after.updated_at).await?;
        transaction.commit().await?;
        Ok(Some(progress))
    }

    /// Writes why a signup has stopped, with its event, in one transaction. Nothing is written if another request has
    /// changed it.
    pub async fn stop_signup(
        &self,
        before: &Signup,
        after: &Signup,
        session: &Session,
        event: &EventRow,
    ) -> Result<Vec<Progress>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        if !self.replace_signup(&mut transaction, before, after).await? {
            return Ok(Vec::new());
        }
        let failure = after.problem.map(Failure::from);
        sqlx::query("UPDATE widget_sessions SET reason = $1 WHERE id = $2")
            .bind(failure.map(Failure::as_str))
            .bind(after.id.as_str())
            .execute(&mut *transaction)
            .await?;
        let progress = match failure {
            Some(failure) => {
                funnel::fail(&mut transaction, &after.id, failure, after.updated_at).await?
            }
            None => Vec::new(),
        };
        self.insert_event(&mut transaction, EventScope::of(session), event)
            .await?;
        transaction.commit().await?;
        self.wake_outbox();
        Ok(progress)
    }

    async fn replace_signup(
        &self,
        connection: &mut AnyConnection,
        before: &Signup,
        after: &Signup,
    ) -> Result<bool, StoreError> {
        let token = after.token.as_ref();
        let pin = after.pin.as_ref();
        let done = sqlx::query(
            "UPDATE signups SET step = $1, problem = $2, code_hash = $3, token = $4, \
             token_expires_at = $5, numbers = $6, chosen = $7, pin = $8, updated_at = $9 \
             WHERE id = $10 AND step = $11 AND COALESCE(problem, '') = $12 \
             AND COALESCE(code_hash, '') = $13 AND COALESCE(chosen, '') = $14 \
             AND (step <> $15 OR claimed = $16)",
        )
        .bind(after.step.as_str())
        .bind(after.problem.map(Problem::as_str))
        .bind(after.code_hash.as_deref())
        .bind(token.map(|it| self.seal_text(&["signup_token", &after.id], it.expose())))
        .bind(after.token_expires_at.map(|at| at.as_millis()))
        .bind(to_json(&after.numbers))
        .bind(after.chosen.as_ref().map(DigitId::as_str))
        .bind(pin.map(|it| self.seal_text(&["signup_pin", &after.id], it.expose())))
        .bind(after.updated_at.as_millis())
        .bind(after.id.as_str())
        .bind(before.step.as_str())
        .bind(before.problem.map_or("", Problem::as_str))
        .bind(before.code_hash.as_deref().unwrap_or_default())
        .bind(before.chosen.as_ref().map_or("", DigitId::as_str))
        .bind(after.problem.map_or(Step::Verifying.as_str(), |_| ""))
        .bind(to_json(&before.claimed))
        .execute(connection)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Signups that were not finished when the process ended.
    pub async fn unfinished_signups(&self) -> Result<Vec<Signup>, StoreError> {
        let found = sqlx::query("SELECT * FROM signups WHERE problem IS NULL AND step <> $1")
            .bind(Step::Connected.as_str())
            .fetch_all(&self.readers)
            .await?;
        let signups = found.iter().map(|row| self.read_signup(row));
        let signups: Vec<Signup> = signups.collect::<Result<_, _>>()?;
        Ok(signups.into_iter().filter(Signup::is_working).collect())
    }

    /// The signups of an app that wait for a number.
    pub async fn signups_without_number(
        &self,
        app: &MetaAppKey,
    ) -> Result<Vec<Signup>, StoreError> {
        let found = sqlx::query(
            "SELECT * FROM signups WHERE meta_app = $1 AND step = $2 AND problem IS NULL",
        )
        .bind(app.as_str())
        .bind(Step::NoNumber.as_str())
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(|row| self.read_signup(row)).collect()
    }

    /// Deletes a batch of signups that nothing has changed since `old`, with their tokens. Returns how many; call it
    /// until that is zero.
    pub async fn delete_old_signups(&self, old: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM signups WHERE id IN (SELECT id FROM signups WHERE updated_at < $1 \
                   LIMIT $2)";
        self.delete_batch(sql, old.as_millis()).await
    }

    fn read_signup(&self, row: &AnyRow) -> Result<Signup, StoreError> {
        let id: WidgetSessionId = rows::id(row, "id")?;
        let sealed = |column: &'static str, kind: &str| {
            rows::optional_text(row, column)?
                .map(|sealed| self.open_text(&[kind, &id], &sealed))
                .transpose()
        };
        let problem = rows::optional_text(row, "problem")?;
        let chosen = rows::optional_text(row, "chosen")?;
        Ok(Signup {
            session_id: rows::id(row, "session_id")?,
            app: rows::id(row, "meta_app")?,
            step: Step::parse(&rows::text(row, "step")?).ok_or(StoreError::Row("step"))?,
            problem: problem
                .map(|word| Problem::parse(&word).ok_or(StoreError::Row("problem")))
                .transpose()?,
            code_hash: rows::optional_text(row, "code_hash")?,
            claimed: from_json(row, "claimed")?,
            token: sealed("token", "signup_token")?.map(AccessToken::new),
            token_expires_at: rows::optional_time(row, "token_expires_at")?,
            numbers: from_json(row, "numbers")?,
            chosen: chosen
                .map(|id| DigitId::parse(&id).ok_or(StoreError::Row("chosen")))
                .transpose()?,
            pin: sealed("pin", "signup_pin")?.map(Pin::new),
            updated_at: rows::time(row, "updated_at")?,
            id,
        })
    }
}

/// Writes that the signup's number is connected. The token stays with the account only.
pub(super) async fn finish(
    connection: &mut AnyConnection,
    signup: &Signup,
) -> Result<(), StoreError> {
    let number = signup.chosen.as_ref().ok_or(StoreError::NotFound)?;
    cloud_accounts::confirm(connection, &signup.session_id, number).await?;
    sqlx::query("UPDATE signups SET step = $1, token = NULL, pin = NULL WHERE id = $2")
        .bind(Step::Connected.as_str())
        .bind(signup.id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data")
}

fn from_json<T: DeserializeOwned>(row: &AnyRow, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&rows::text(row, column)?).map_err(|_| StoreError::Row(column))
}
