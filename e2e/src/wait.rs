//! Waiting for a condition, never for a length of time: checks repeatedly until it holds, up to a limit.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context, Result};

/// How long anything in a journey may take before it fails. Long, because a loaded machine is slow and a passing test
/// never waits for it.
pub const TIMEOUT: Duration = Duration::from_secs(30);

const INTERVAL: Duration = Duration::from_millis(20);

/// Calls `check` until it returns `Some`. An error from `check` ends the wait at once.
pub async fn until<T, F, Fut>(what: &str, check: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Option<T>>>,
{
    within(TIMEOUT, what, check).await
}

/// [`until`] with its own limit.
pub async fn within<T, F, Fut>(limit: Duration, what: &str, mut check: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Option<T>>>,
{
    let checking = async {
        loop {
            if let Some(found) = check().await? {
                return Ok(found);
            }
            tokio::time::sleep(INTERVAL).await;
        }
    };
    tokio::time::timeout(limit, checking)
        .await
        .with_context(|| format!("waited {limit:?} for {what}"))?
}
