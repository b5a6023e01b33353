//! The restriction on writing to strangers, as WhatsApp has announced it. It is stored, because WhatsApp announces it
//! once.

use std::sync::{Mutex as SyncMutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wacore::store::error::Result;

use super::{Backend, SINGLE};

const RESTRICTION: &str = "restriction";

#[derive(Default)]
pub(super) struct RestrictionState(SyncMutex<Option<SystemTime>>);

impl Backend {
    /// Loads the restriction of an earlier process.
    pub(crate) async fn load_restriction(&self) -> Result<Option<SystemTime>> {
        let stored = self.get_json::<u64>(RESTRICTION, SINGLE).await?;
        let until = stored.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
        *self.known_restriction() = until;
        Ok(until)
    }

    /// The announced end, which may have passed.
    pub(crate) fn restricted_until(&self) -> Option<SystemTime> {
        *self.known_restriction()
    }

    pub(crate) async fn set_restriction(&self, until: Option<SystemTime>) -> Result<()> {
        *self.known_restriction() = until;
        match until {
            Some(until) => {
                let since = until.duration_since(UNIX_EPOCH).unwrap_or_default();
                self.put_json(RESTRICTION, SINGLE, &since.as_secs()).await
            }
            None => self.delete(RESTRICTION, SINGLE).await,
        }
    }

    fn known_restriction(&self) -> MutexGuard<'_, Option<SystemTime>> {
        let state = &self.restriction.0;
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
