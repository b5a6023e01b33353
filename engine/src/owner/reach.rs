//! Whether a session reaches WhatsApp: the outcomes of its attempts, and the events about them.

use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::Instant;
use wacore::types::events as vendor;

use super::{End, Owner};
use crate::attempt::Outcome;
use crate::unreachable::{self, FailedAttempt, Unreachable};
use crate::{Event, Version};

#[derive(Default)]
pub(super) struct Reach {
    /// How many attempts in a row have failed.
    pub(super) failures: u32,
    /// The last event about it was [`Event::Unreachable`].
    pub(super) is_reported: bool,
    /// The last connection has delivered a code.
    has_code: bool,
    /// The client has not delivered a code yet.
    waits_for_code: bool,
}

impl Reach {
    pub(super) fn client_starts(&mut self) {
        self.has_code = false;
        self.waits_for_code = true;
    }

    fn code_delivered(&mut self) {
        self.failures = 0;
        self.has_code = true;
        self.waits_for_code = false;
    }
}

impl Owner {
    pub(super) fn handle_outcome(&mut self, outcome: Outcome) -> Option<End> {
        match outcome {
            Outcome::Failed(failed) => Some(self.attempt_failed(failed)),
            Outcome::Answered => {
                // A session that is not linked has reached WhatsApp only when there is a code.
                if self.context.backend.is_linked() {
                    self.emit_reached();
                }
                None
            }
        }
    }

    /// Updates the state by an event. A connection that is closed before a first code was a failed attempt. A linked
    /// session is left to the client's own reconnects.
    pub(super) fn update_reach(&mut self, event: &vendor::Event) -> Option<FailedAttempt> {
        match event {
            vendor::Event::PairingQrCode(_) | vendor::Event::Connected(_) => {
                self.reach.code_delivered();
                self.emit_reached();
                None
            }
            vendor::Event::LoggedOut(_)
            | vendor::Event::StreamReplaced(_)
            | vendor::Event::TemporaryBan(_)
            | vendor::Event::ClientOutdated(_)
            | vendor::Event::ConnectFailure(_) => {
                self.emit_reached();
                None
            }
            vendor::Event::Disconnected(_) if self.context.backend.is_linked() => None,
            vendor::Event::Disconnected(_) if std::mem::take(&mut self.reach.has_code) => None,
            vendor::Event::Disconnected(_) => Some(FailedAttempt::new(
                Unreachable::Closed,
                "the connection was closed before the first code",
            )),
            _ => None,
        }
    }

    pub(super) fn waits_for_code(&self) -> bool {
        self.reach.waits_for_code && !self.context.backend.is_linked()
    }

    pub(super) fn no_code(&mut self) -> End {
        let detail = "WhatsApp answered and sent no code";
        self.attempt_failed(FailedAttempt::new(Unreachable::NoCode, detail))
    }

    /// The version that the next client claims. Without one, no client can be started.
    pub(super) async fn find_version(&mut self) -> Result<Version, End> {
        let found = self.context.version().await;
        // The look-up may have been the first use of the proxy.
        if let Some(why) = self.context.proxy_refused().now_or_never() {
            return Err(self.proxy_refused(&why));
        }
        found.map_err(|why| {
            self.attempt_failed(FailedAttempt::new(Unreachable::VersionUnknown, why))
        })
    }

    /// Looks the version up after WhatsApp has refused one. With a newer one the session goes on with another client,
    /// and nobody needs to know.
    pub(super) async fn finds_newer_version(&mut self, refused: Version) -> bool {
        self.context.route.versions.refused(refused);
        let found = self.context.version().await;
        let is_newer = found.is_ok_and(|version| version > refused);
        if !is_newer {
            self.emit(Event::Outdated);
        }
        is_newer
    }

    /// Emits that an attempt failed, and when the next one follows.
    pub(super) fn attempt_failed(&mut self, failed: FailedAttempt) -> End {
        self.reach.failures = self.reach.failures.saturating_add(1);
        let pause = unreachable::pause(self.reach.failures, rand::random());
        let next_in = pause.div_f64(self.speed());
        self.emit_unreachable(failed, next_in);
        End::Unreachable(Instant::now() + next_in)
    }

    /// Emits that the session still waits for its turn. No attempt has failed.
    pub(super) fn emit_queued(&mut self) {
        let detail = "other sessions are connecting";
        let queued = FailedAttempt::new(Unreachable::Queued, detail);
        self.emit_unreachable(queued, Duration::ZERO);
    }

    fn emit_unreachable(&mut self, failed: FailedAttempt, next_in: Duration) {
        self.reach.is_reported = true;
        self.emit(Event::Unreachable {
            attempt: self.reach.failures,
            reason: failed.reason,
            detail: failed.detail,
            next_in,
        });
    }

    fn emit_reached(&mut self) {
        if std::mem::take(&mut self.reach.is_reported) {
            self.emit(Event::Reached);
        }
    }
}
