//! What a statement has changed, for the metrics.

use std::time::Duration;

use sqlx::any::AnyRow;

use crate::domain::funnel::{LinkResult, Progress, Step};
use crate::domain::mode::Method;
use crate::store::{StoreError, rows};

/// A QR code needs no choice before it is shown.
pub(super) fn shown_progress(
    shown: &[AnyRow],
    method: Method,
) -> Result<Vec<Progress>, StoreError> {
    let mut progress = match method {
        Method::Qr => reached(shown, Step::Chosen)?,
        Method::Pairing | Method::CloudApi => Vec::new(),
    };
    progress.extend(reached(shown, Step::Shown)?);
    Ok(progress)
}

pub(super) fn reached(changed: &[AnyRow], step: Step) -> Result<Vec<Progress>, StoreError> {
    let progress = changed.iter().map(|row| {
        let took = rows::optional_number(row, "took")?;
        Ok(Progress::Reached {
            step,
            method: rows::method(row)?,
            took: took.map(duration),
        })
    });
    progress.collect()
}

pub(super) fn ended(changed: &[AnyRow], result: LinkResult) -> Result<Vec<Progress>, StoreError> {
    let progress = changed.iter().map(|row| {
        let method = rows::method(row)?;
        Ok(Progress::Ended { result, method })
    });
    progress.collect()
}

/// The clock may have been set back in between.
fn duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}
