//! The client's clock, which may run faster than real time while the session waits to be linked, and which is patient
//! with the account's settings.
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
}

impl ScaledRuntime {
    pub(crate) fn new(speed: f64, backend: Arc<Backend>) -> ScaledRuntime {
        ScaledRuntime { speed, backend }
    }

    fn scaled(&self, duration: Duration) -> Duration {
        if self.backend.is_linked() {
            if duration == SETTINGS_TIMEOUT {
                return SETTINGS_PATIENCE;
            }
            duration
        } else {
            duration.div_f64(self.speed)
        }
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
        TokioRuntime.sleep(self.scaled(duration))
    }

    fn spawn_blocking(&self, f: Box<dyn FnOnce() + Send + 'static>) -> BoxedFuture {
        TokioRuntime.spawn_blocking(f)
    }

    fn yield_now(&self) -> Option<BoxedFuture> {
        TokioRuntime.yield_now()
    }
}
