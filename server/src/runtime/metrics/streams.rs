//! Metrics of the widgets' live streams.

use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

pub struct Streams {
    listeners: Gauge,
}

/// One open live stream; counted until this is dropped.
pub struct StreamListener(Gauge);

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

    pub fn add_listener(&self) -> StreamListener {
        self.listeners.inc();
        StreamListener(self.listeners.clone())
    }
}

impl Drop for StreamListener {
    fn drop(&mut self) {
        self.0.dec();
    }
}
