//! Metrics of rows that were deleted because nobody can use them any more.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByKind {
    kind: &'static str,
}

/// How many rows of each kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PurgedRows {
    pub links: u64,
    pub sessions: u64,
    /// Rows of deleted links, which were added up.
    pub funnel: u64,
    pub queues: u64,
    pub code_limits: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurgedKind {
    Link,
    Session,
    Funnel,
    Queue,
    CodeLimit,
}

impl PurgedKind {
    /// In the order in which they are deleted: links keep their sessions, and both keep the others.
    pub const ALL: [PurgedKind; 5] = [
        PurgedKind::Link,
        PurgedKind::Session,
        PurgedKind::Funnel,
        PurgedKind::Queue,
        PurgedKind::CodeLimit,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            PurgedKind::Link => "link",
            PurgedKind::Session => "session",
            PurgedKind::Funnel => "funnel",
            PurgedKind::Queue => "queue",
            PurgedKind::CodeLimit => "code_limit",
        }
    }
}

impl PurgedRows {
    pub const fn add(&mut self, kind: PurgedKind, rows: u64) {
        *self.count(kind) += rows;
    }

    const fn count(&mut self, kind: PurgedKind) -> &mut u64 {
        match kind {
            PurgedKind::Link => &mut self.links,
            PurgedKind::Session => &mut self.sessions,
            PurgedKind::Funnel => &mut self.funnel,
            PurgedKind::Queue => &mut self.queues,
            PurgedKind::CodeLimit => &mut self.code_limits,
        }
    }
}

pub struct Purges {
    rows: Family<ByKind, Counter>,
}

impl Purges {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let purges = Purges {
            rows: Family::default(),
        };
        registry.register(
            "purged_rows",
            "Rows of old links, and of sessions that existed only for them, that were deleted",
            purges.rows.clone(),
        );
        // Prometheus needs an initial zero to compute a rate.
        purges.record(PurgedRows::default());
        purges
    }

    pub fn record(&self, mut purged: PurgedRows) {
        for kind in PurgedKind::ALL {
            let label = ByKind {
                kind: kind.as_str(),
            };
            self.rows.get_or_create(&label).inc_by(*purged.count(kind));
        }
    }
}
