//! What the card shows. Most screens are the service's steps; a few are known to this browser alone.

use protocol::view::{Step, step};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Screen {
    #[default]
    Preparing,
    /// The service cannot reach WhatsApp and keeps trying.
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
    Cancelled {
        callback: Option<String>,
    },
    /// The service does not answer and there is no code left to show.
    Unavailable,
    /// Reloaded, and this browser has no token to continue with.
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

    /// The name in `data-step` and in the host's `step` message.
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

    /// True if no other screen can follow.
    pub(crate) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Connected { .. } | Self::Expired | Self::Cancelled { .. } | Self::Lost
        )
    }

    /// True if a full page is shown instead of the card.
    pub(crate) fn is_full_page(&self) -> bool {
        matches!(self, Self::Expired | Self::Lost)
    }

    /// True while the person needs the tabs and the instructions for the phone.
    pub(crate) fn has_instructions(&self) -> bool {
        matches!(self, Self::Preparing | Self::Qr)
    }

    /// True if the person needs another attempt, or another method.
    pub(super) fn is_failure(&self) -> bool {
        matches!(
            self,
            Self::TimedOut | Self::Failed { .. } | Self::Unreachable | Self::Unavailable
        )
    }

    /// The tenant's page to go to, if the tenant gave one.
    pub(crate) fn callback(&self) -> Option<&str> {
        match self {
            Self::Connected { callback, .. }
            | Self::Failed { callback, .. }
            | Self::Cancelled { callback } => callback.as_deref(),
            _ => None,
        }
    }
}
