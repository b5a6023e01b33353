//! What the card shows. Most screens are the service's steps; a few only this browser can know.

use protocol::view::{Step, step};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Screen {
    #[default]
    Preparing,
    /// The service cannot reach WhatsApp, and goes on trying.
    Unreachable,
    Qr,
    Scanned,
    Connected {
        method: String,
        phone_number: String,
        push_name: Option<String>,
        callback: Option<String>,
    },
    TimedOut,
    Failed {
        reason: String,
        callback: Option<String>,
    },
    Expired,
    /// The person gave up.
    Cancelled {
        callback: Option<String>,
    },
    /// The service does not answer and there is nothing left to show.
    Unavailable,
    /// Reloaded, and this browser kept nothing to go on with.
    Lost,
}

impl Screen {
    pub(crate) fn of(step: Step) -> Self {
        match step {
            Step::Preparing => Self::Preparing,
            Step::Unreachable { .. } => Self::Unreachable,
            Step::Qr { .. } => Self::Qr,
            Step::Scanned => Self::Scanned,
            Step::Connected {
                method,
                phone_number,
                push_name,
                callback,
            } => Self::Connected {
                method,
                phone_number,
                push_name,
                callback,
            },
            Step::TimedOut => Self::TimedOut,
            Step::Failed { reason, callback } => Self::Failed { reason, callback },
            Step::Expired => Self::Expired,
            Step::Cancelled { callback } => Self::Cancelled { callback },
        }
    }

    /// Its name in `data-step` and in the host's `step` message.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Preparing => step::PREPARING,
            Self::Unreachable => step::UNREACHABLE,
            Self::Qr => step::QR,
            Self::Scanned => step::SCANNED,
            Self::Connected { .. } => step::CONNECTED,
            Self::TimedOut => step::TIMED_OUT,
            Self::Failed { .. } => step::FAILED,
            Self::Expired => step::EXPIRED,
            Self::Cancelled { .. } => step::CANCELLED,
            Self::Unavailable => "unavailable",
            Self::Lost => "lost",
        }
    }

    /// True where nothing can follow on this page.
    pub(crate) fn is_last(&self) -> bool {
        matches!(
            self,
            Self::Connected { .. } | Self::Expired | Self::Cancelled { .. } | Self::Lost
        )
    }

    /// True where the card gives way to a page that only says something.
    pub(crate) fn is_page(&self) -> bool {
        matches!(self, Self::Expired | Self::Lost)
    }

    /// True while the steps on the phone are what the person needs.
    pub(crate) fn has_guide(&self) -> bool {
        matches!(self, Self::Preparing | Self::Qr)
    }

    /// Where the person can go on to, if the tenant said.
    pub(crate) fn callback(&self) -> Option<&str> {
        match self {
            Self::Connected { callback, .. }
            | Self::Failed { callback, .. }
            | Self::Cancelled { callback } => callback.as_deref(),
            _ => None,
        }
    }
}
