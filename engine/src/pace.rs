//! The client's clock, which may run faster than ours while it waits to be scanned.
//!
//! A code lives 60 or 20 seconds by the client's own timer, so a test that wants to see it expire
//! speeds that timer up. Once there is a link, time is real again: a keep-alive that waits a fraction
//! of a second for its answer would take a busy machine for a dead connection.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use wacore::runtime::{AbortHandle, Runtime};
use whatsapp_rust::TokioRuntime;

use crate::backend::Backend;

type Boxed = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

pub(crate) struct Paced {
    speed: f64,
    backend: Arc<Backend>,
}

impl Paced {
    pub(crate) fn new(speed: f64, backend: Arc<Backend>) -> Paced {
        Paced { speed, backend }
    }

    fn scaled(&self, duration: Duration) -> Duration {
        if self.backend.linked() {
            duration
        } else {
            duration.div_f64(self.speed)
        }
    }
}

impl Runtime for Paced {
    fn spawn(&self, future: Boxed) -> AbortHandle {
        TokioRuntime.spawn(future)
    }

    fn spawn_detached(&self, future: Boxed) {
        TokioRuntime.spawn_detached(future);
    }

    fn sleep(&self, duration: Duration) -> Boxed {
        TokioRuntime.sleep(self.scaled(duration))
    }

    fn spawn_blocking(&self, f: Box<dyn FnOnce() + Send + 'static>) -> Boxed {
        TokioRuntime.spawn_blocking(f)
    }

    fn yield_now(&self) -> Option<Boxed> {
        TokioRuntime.yield_now()
    }
}
