//! Who is listening: the widgets' live streams.

use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

pub struct Streams {
    listeners: Gauge,
}

/// One listener, until it is dropped.
pub struct Listening(Gauge);

impl Streams {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let listeners = Gauge::default();
        registry.register(
            "live_stream_listeners",
            "Widgets with an open live stream",
            listeners.clone(),
        );
        Streams { listeners }
    }

    pub fn listen(&self) -> Listening {
        self.listeners.inc();
        Listening(self.listeners.clone())
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.dec();
    }
}
