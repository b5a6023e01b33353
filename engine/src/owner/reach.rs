//! Whether a session reaches WhatsApp: what its attempts come to, what the embedder is told of it,
//! and the wait between two attempts.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use wacore::types::events as vendor;

use super::{End, Owner};
use crate::Event;
use crate::line::Command;
use crate::unreachable::{self, FailedAttempt, Unreachable};

/// How a session stands with WhatsApp.
#[derive(Default)]
pub(crate) struct Reach {
    /// Attempts that failed in a row.
    pub(super) failures: u32,
    /// The embedder was told that WhatsApp is not reached, and not yet that it is again.
    pub(super) is_told: bool,
    /// The connection that stands, or stood last, has brought a code.
    has_code: bool,
    /// The client has not shown a code yet.
    waits_for_code: bool,
}

impl Reach {
    /// Another client begins.
    pub(super) fn begin(&mut self) {
        self.has_code = false;
        self.waits_for_code = true;
    }
}

impl Owner {
    /// Waits between two attempts to reach WhatsApp. Whoever asks for something that takes a
    /// connection has the next attempt made at once. Says whether there shall be one.
    pub(super) async fn waited_until(&mut self, next_at: Instant) -> bool {
        loop {
            tokio::select! {
                () = sleep_until(next_at) => return true,
                Some(command) = self.commands.recv() => match command {
                    Command::Stop => return false,
                    Command::Renew => return true,
                    Command::LogOut { .. } | Command::PhoneCode { .. } => {
                        self.postponed = Some(command);
                        return true;
                    }
                    // Dropping the answer says that the session is not connected.
                    Command::SendText { .. } => {}
                },
            }
        }
    }

    /// What an event says about reaching WhatsApp. A connection that is closed before a first code
    /// was a failed attempt; to a linked session the client's own pauses apply.
    pub(super) fn note_reach(&mut self, told: &vendor::Event) -> Option<FailedAttempt> {
        match told {
            vendor::Event::PairingQrCode(_) | vendor::Event::Connected(_) => {
                self.reach.failures = 0;
                self.reach.has_code = true;
                self.reach.waits_for_code = false;
                self.tell_reached();
                None
            }
            vendor::Event::LoggedOut(_)
            | vendor::Event::StreamReplaced(_)
            | vendor::Event::TemporaryBan(_)
            | vendor::Event::ClientOutdated(_)
            | vendor::Event::ConnectFailure(_) => {
                self.tell_reached();
                None
            }
            vendor::Event::Disconnected(_) if self.means.backend.linked() => None,
            vendor::Event::Disconnected(_) if std::mem::take(&mut self.reach.has_code) => None,
            vendor::Event::Disconnected(_) => Some(FailedAttempt::new(
                Unreachable::Closed,
                "the connection was closed before the first code",
            )),
            _ => None,
        }
    }

    pub(super) fn waits_for_code(&self) -> bool {
        self.reach.waits_for_code && !self.means.backend.linked()
    }

    pub(super) fn no_code(&mut self) -> End {
        let detail = "WhatsApp answered and sent no code";
        self.not_reached(FailedAttempt::new(Unreachable::NoCode, detail))
    }

    /// Tells that an attempt failed, and when the next one follows.
    pub(super) fn not_reached(&mut self, failed: FailedAttempt) -> End {
        self.reach.failures = self.reach.failures.saturating_add(1);
        let pause = unreachable::pause(self.reach.failures, rand::random());
        let next_in = pause.div_f64(self.speed());
        self.reach.is_told = true;
        self.tell(Event::Unreachable {
            attempt: self.reach.failures,
            reason: failed.reason,
            detail: failed.detail,
            next_in,
        });
        End::Unreachable(Instant::now() + next_in)
    }

    /// Tells that the session still waits for its turn; no attempt has failed.
    pub(super) fn tell_queued(&mut self) {
        self.reach.is_told = true;
        self.tell(Event::Unreachable {
            attempt: self.reach.failures,
            reason: Unreachable::Queued,
            detail: "other sessions are connecting".to_owned(),
            next_in: Duration::ZERO,
        });
    }

    pub(super) fn tell_reached(&mut self) {
        if std::mem::take(&mut self.reach.is_told) {
            self.tell(Event::Reached);
        }
    }

    /// How fast time runs; for a linked session, as in life.
    pub(super) fn speed(&self) -> f64 {
        if self.means.backend.linked() {
            1.0
        } else {
            self.means.route.speed
        }
    }
}
