//! Metrics of the widgets' live streams.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

pub struct Streams {
    listeners: Gauge,
    replaced: Counter,
    link_reads: Counter,
    drawings: Counter,
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
        let streams = Streams {
            listeners,
            replaced: Counter::default(),
            link_reads: Counter::default(),
            drawings: Counter::default(),
        };
        registry.register(
            "live_streams_replaced",
            "Live streams that ended because their link had too many",
            streams.replaced.clone(),
        );
        registry.register(
            "link_reads",
            "Links read again to show a change, once for all streams of a link",
            streams.link_reads.clone(),
        );
        registry.register(
            "qr_drawings",
            "Codes drawn for widgets, once for all who are shown the same code",
            streams.drawings.clone(),
        );
        streams
    }

    pub fn add_listener(&self) -> StreamListener {
        self.listeners.inc();
        StreamListener(self.listeners.clone())
    }

    pub fn replaced(&self) {
        self.replaced.inc();
    }

    pub fn link_read(&self) {
        self.link_reads.inc();
    }

    pub fn drawn(&self) {
        self.drawings.inc();
    }
}

impl Drop for StreamListener {
    fn drop(&mut self) {
        self.0.dec();
    }
}
