//! The client's clock, which may run faster than real time while the session waits to be linked, and which is patient
//! with the account's settings and with a person who looks for a passkey.
//!
//! A code expires after 60 or 20 seconds by the client's own timer, so tests of expiry speed that timer up. Once the
//! session is linked, time is real again: with a keep-alive that waits a fraction of a second for its answer, a busy
//! machine would look like a dead connection.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use wacore::runtime::{AbortHandle, Runtime};
use whatsapp_rust::TokioRuntime;

use crate::backend::Backend;
use crate::passkey::Ceremony;

/// After this long, a client that has not got the account's settings after a login closes its connection. It sleeps
/// exactly so long for no other reason while it is linked.
const SETTINGS_TIMEOUT: Duration = Duration::from_secs(180);

/// How long it keeps the connection instead. Messages do not need the settings, and if they cannot be had once, a new
/// connection every three minutes is of no use. The next login fetches them again, for whatever reason it comes.
const SETTINGS_PATIENCE: Duration = Duration::from_hours(6);

type BoxedFuture = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

pub(crate) struct ScaledRuntime {
    speed: f64,
    backend: Arc<Backend>,
    ceremony: Arc<Ceremony>,
}

impl ScaledRuntime {
    pub(crate) fn new(speed: f64, backend: Arc<Backend>, ceremony: Arc<Ceremony>) -> ScaledRuntime {
        ScaledRuntime {
            speed,
            backend,
            ceremony,
        }
    }
}

/// How long a client sleeps that wants to sleep so long.
fn scaled(duration: Duration, is_linked: bool, speed: f64) -> Duration {
    match is_linked {
        true if duration == SETTINGS_TIMEOUT => SETTINGS_PATIENCE,
        true => duration,
        false => duration.div_f64(speed),
    }
}

impl Runtime for ScaledRuntime {
    fn spawn(&self, future: BoxedFuture) -> AbortHandle {
        TokioRuntime.spawn(future)
    }

    fn spawn_detached(&self, future: BoxedFuture) {
        TokioRuntime.spawn_detached(future);
    }

    fn sleep(&self, duration: Duration) -> BoxedFuture {
        let is_linked = self.backend.is_linked();
        let sleep = TokioRuntime.sleep(scaled(duration, is_linked, self.speed));
        if is_linked || !Ceremony::delays(duration) {
            return sleep;
        }
        let ceremony = self.ceremony.clone();
        Box::pin(async move {
            sleep.await;
            ceremony.over().await;
        })
    }

    fn spawn_blocking(&self, f: Box<dyn FnOnce() + Send + 'static>) -> BoxedFuture {
        TokioRuntime.spawn_blocking(f)
    }

    fn yield_now(&self) -> Option<BoxedFuture> {
        TokioRuntime.yield_now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_scaled_before_a_link_and_settings_are_awaited_after_it() {
        let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
        for (duration, is_linked, slept) in [
            (minute, false, second),
            (3 * minute, false, 3 * second),
            (minute, true, minute),
            (3 * minute, true, SETTINGS_PATIENCE),
            (3 * minute + second, true, 3 * minute + second),
        ] {
            assert_eq!(scaled(duration, is_linked, 60.0), slept, "{duration:?}");
        }
    }
}
