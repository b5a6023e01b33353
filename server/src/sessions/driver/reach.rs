//! A session that does not reach WhatsApp: what is shown, logged and counted while it tries again.

use super::{Driver, DriverResult};
use crate::domain::failure::Failure;
use crate::domain::transition::Input;
use crate::sessions::connection::FailedAttempt;
use crate::sessions::hub::Outage;
use crate::sessions::reachability::Route;

impl Driver {
    /// The session begins to connect.
    pub(super) fn begin_reach(&self) {
        let route = match self.session.proxy {
            None => Route::Direct,
            Some(_) => Route::Proxy,
        };
        self.sessions.hub.set_outage(&self.session.id, None);
        self.sessions
            .reach
            .begin(&self.session.id, route, self.sessions.now());
    }

    /// The session does not try any more.
    pub(super) fn end_reach(&self) {
        self.sessions.reach.forget(&self.session.id);
        self.sessions.hub.set_outage(&self.session.id, None);
        self.count_unreachable();
    }

    pub(super) async fn unreachable(&mut self, attempt: &FailedAttempt) -> DriverResult {
        let now = self.sessions.now();
        let failed = self.sessions.reach.failed(&self.session.id, now);
        if failed.is_to_log {
            tracing::warn!(
                session = self.session.id.as_str(),
                attempt = attempt.number,
                reason = attempt.reason,
                tried = attempt.detail,
                next_in_ms = u64::try_from(attempt.next_in.as_millis()).unwrap_or(u64::MAX),
                "WhatsApp cannot be reached; trying again"
            );
        }
        self.sessions
            .metrics
            .sessions
            .attempt_failed(attempt.reason);
        self.count_unreachable();
        // A code on a connection that is gone links nothing.
        self.code = None;
        self.phone_code = None;
        let outage = Outage {
            since: failed.since,
            retry_at: now.plus(attempt.next_in),
        };
        if self.session.failure.is_none() {
            self.sessions
                .metrics
                .sessions
                .failed(Failure::Unreachable.as_str());
        }
        self.sessions.hub.set_outage(&self.session.id, Some(outage));
        self.apply(Input::Unreachable).await
    }

    pub(super) async fn reached(&mut self) -> DriverResult {
        if let Some(since) = self.sessions.reach.reached(&self.session.id) {
            let seconds = self.sessions.now().remaining(since).as_secs();
            tracing::info!(
                session = self.session.id.as_str(),
                after_seconds = seconds,
                "WhatsApp is reached again"
            );
        }
        self.count_unreachable();
        self.sessions.hub.set_outage(&self.session.id, None);
        self.apply(Input::Reached).await
    }

    fn count_unreachable(&self) {
        let count = self.sessions.reach.unreachable();
        self.sessions.metrics.sessions.set_unreachable(count);
    }
}
