//! Waiting for a condition, never for a length of time: asks again until there is an answer, within a bound.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context, Result};

/// How long anything in a journey may take before it counts as broken. Generous, because a loaded machine is
/// slow and a passing test never waits for it.
pub const PATIENCE: Duration = Duration::from_secs(30);

const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Asks until `look` answers `Some`. An error from `look` ends the wait at once.
pub async fn until<T, F, Fut>(what: &str, look: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Option<T>>>,
{
    within(PATIENCE, what, look).await
}

/// [`until`] with its own bound.
pub async fn within<T, F, Fut>(bound: Duration, what: &str, mut look: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Option<T>>>,
{
    let looking = async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    };
    tokio::time::timeout(bound, looking)
        .await
        .with_context(|| format!("waited {bound:?} in vain for {what}"))?
}
