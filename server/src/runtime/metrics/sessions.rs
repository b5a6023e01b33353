//! Metrics of sessions and of linking.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::domain::mode::Method;
use crate::domain::session::Status;

/// Bucket limits, up to the 15 minutes that a link is valid.
const LINK_SECONDS: [f64; 10] = [2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 240.0, 480.0, 900.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByStatus {
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByMethod {
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByReason {
    reason: &'static str,
}

pub struct Sessions {
    by_status: Family<ByStatus, Gauge>,
    qr_shown: Counter,
    phone_codes_shown: Counter,
    linked: Family<ByMethod, Counter>,
    failed: Family<ByReason, Counter>,
    tasks: Gauge,
    views: Gauge,
    unreachable: Gauge,
    attempts_failed: Family<ByReason, Counter>,
    time_to_link: Histogram,
    task_restarts: Counter,
    unlink_waves: Counter,
    phones_offline: Counter,
    risks: Counter,
}

impl Sessions {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let sessions = Sessions {
            by_status: Family::default(),
            qr_shown: Counter::default(),
            phone_codes_shown: Counter::default(),
            linked: Family::default(),
            failed: Family::default(),
            tasks: Gauge::default(),
            views: Gauge::default(),
            unreachable: Gauge::default(),
            attempts_failed: Family::default(),
            time_to_link: Histogram::new(LINK_SECONDS),
            task_restarts: Counter::default(),
            unlink_waves: Counter::default(),
            phones_offline: Counter::default(),
            risks: Counter::default(),
        };
        sessions.register_warnings(registry);
        registry.register(
            "sessions",
            "Sessions in the database by status, of all processes that share it",
            sessions.by_status.clone(),
        );
        registry.register(
            "qr_codes_shown",
            "QR codes shown, each rotation one",
            sessions.qr_shown.clone(),
        );
        registry.register(
            "phone_codes_shown",
            "Codes shown to be typed on a phone",
            sessions.phone_codes_shown.clone(),
        );
        registry.register("linked", "Numbers linked", sessions.linked.clone());
        registry.register(
            "failures",
            "Failures that a person saw, by the word in docs/FAILURES.md",
            sessions.failed.clone(),
        );
        registry.register(
            "session_task_restarts",
            "Tasks of sessions started again because they panicked or could not read their row",
            sessions.task_restarts.clone(),
        );
        registry.register(
            "session_tasks",
            "Sessions of this process that run, or wait to run again",
            sessions.tasks.clone(),
        );
        registry.register(
            "session_views",
            "Sessions whose last view is in the memory of this process",
            sessions.views.clone(),
        );
        registry.register(
            "sessions_unreachable",
            "Sessions of this process that try to reach WhatsApp in vain",
            sessions.unreachable.clone(),
        );
        registry.register(
            "connect_attempts_failed",
            "Attempts to reach WhatsApp that failed, by why",
            sessions.attempts_failed.clone(),
        );
        registry.register_with_unit(
            "time_to_link",
            "From the first code shown to the phone's acceptance",
            Unit::Seconds,
            sessions.time_to_link.clone(),
        );
        for method in [Method::Qr, Method::Pairing] {
            let method = method.as_str();
            drop(sessions.linked.get_or_create(&ByMethod { method }));
        }
        sessions
    }

    fn register_warnings(&self, registry: &mut Registry) {
        registry.register(
            "unlink_waves",
            "Times that several sessions were unlinked within minutes",
            self.unlink_waves.clone(),
        );
        registry.register(
            "phones_offline",
            "Warnings that a phone was not online for ten days",
            self.phones_offline.clone(),
        );
        registry.register(
            "session_risks",
            "Warnings of many first messages to people who never wrote",
            self.risks.clone(),
        );
    }

    /// Sets the counts; a status without sessions is zero. `None`: the counts are unknown.
    pub fn set_counts(&self, counts: Option<&[(Status, i64)]>) {
        self.by_status.clear();
        let Some(counts) = counts else { return };
        for known in Status::all() {
            let count = counts.iter().find(|(status, _)| *status == known);
            self.by_status
                .get_or_create(&ByStatus {
                    status: known.stored(),
                })
                .set(count.map_or(0, |(_, count)| *count));
        }
    }

    pub fn qr_shown(&self) {
        self.qr_shown.inc();
    }

    pub fn phone_code_shown(&self) {
        self.phone_codes_shown.inc();
    }

    /// `took`: the time since the first code, if one was shown.
    pub fn linked(&self, method: Method, took: Option<Duration>) {
        let method = method.as_str();
        self.linked.get_or_create(&ByMethod { method }).inc();
        if let Some(took) = took {
            self.time_to_link.observe(took.as_secs_f64());
        }
    }

    pub fn unlink_wave(&self) {
        self.unlink_waves.inc();
    }

    pub fn phone_offline(&self) {
        self.phones_offline.inc();
    }

    pub fn risk(&self) {
        self.risks.inc();
    }

    pub fn task_restarted(&self) {
        self.task_restarts.inc();
    }

    /// What the process keeps in memory.
    pub fn set_kept(&self, tasks: usize, views: usize) {
        self.tasks.set(i64::try_from(tasks).unwrap_or(i64::MAX));
        self.views.set(i64::try_from(views).unwrap_or(i64::MAX));
    }

    pub fn set_unreachable(&self, count: usize) {
        self.unreachable
            .set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    pub fn attempt_failed(&self, reason: &'static str) {
        self.attempts_failed
            .get_or_create(&ByReason { reason })
            .inc();
    }

    pub fn failed(&self, reason: &'static str) {
        self.failed.get_or_create(&ByReason { reason }).inc();
    }
}
