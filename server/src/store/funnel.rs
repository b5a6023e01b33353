//! How far links came: one row for each link, changed in the transaction of what it reports. The rows of deleted links
//! are added up.
//!
//! Every statement names the state that it changes from, so a step that comes twice is written, and counted, once.

mod endings;
mod progress;
mod report;
mod steps;
mod sums;

use sqlx::AssertSqlSafe;

pub(super) use self::endings::{complete, end, fail};
use self::progress::shown_progress;
pub use self::report::{Cell, Filter, StepTimes, Times};
use self::steps::{OF_LINK, choose, set_country, show};
pub(super) use self::steps::{begin_signup, create, finish_window, open, scan, show_qr};
use super::{Store, StoreError};
use crate::domain::day::Day;
use crate::domain::funnel::Progress;
use crate::domain::id::WidgetSessionId;
use crate::domain::mode::Method;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::time::Timestamp;

impl Store {
    /// The person has requested a phone code for a number.
    pub async fn request_phone_code(
        &self,
        id: &WidgetSessionId,
        number: &PhoneNumber,
        at: Timestamp,
    ) -> Result<Vec<Progress>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let chosen = choose(&mut transaction, id, Method::Pairing, at).await?;
        if let Some(country) = Country::of(number.as_str()) {
            set_country(&mut transaction, id, country).await?;
        }
        transaction.commit().await?;
        Ok(chosen)
    }

    /// A code is about to be shown to a link's person.
    pub async fn show_code(
        &self,
        id: &WidgetSessionId,
        method: Method,
        at: Timestamp,
    ) -> Result<Vec<Progress>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let shown = sqlx::query(AssertSqlSafe(show(OF_LINK, "$2", "$3")))
            .bind(id.as_str())
            .bind(at.as_millis())
            .bind(method.as_str())
            .fetch_all(&mut *connection)
            .await?;
        shown_progress(&shown, method)
    }

    /// Deletes rows of days before this one. Returns how many; call it until that is zero.
    pub async fn delete_old_funnel(&self, before: Day) -> Result<u64, StoreError> {
        let sql = "DELETE FROM funnel WHERE id IN (SELECT id FROM funnel WHERE day < $1 LIMIT $2)";
        Ok(self.delete_batch(sql, before.number()).await? + self.delete_old_sums(before).await?)
    }
}
