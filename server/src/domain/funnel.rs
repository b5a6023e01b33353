//! How far links come: the steps from a link's creation to a connected number, and how links end.

use std::time::Duration;

use super::mode::Method;

/// How long a day's figures are kept.
pub const RETENTION_DAYS: i64 = 400;

/// The most days that one request may cover.
pub const MAX_DAYS: i64 = 92;

/// The days that a request covers if it names none.
pub const DEFAULT_DAYS: i64 = 30;

/// A step of a link. Each is reached once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Created,
    /// A person's browser has opened the page.
    Opened,
    /// A method is in use: its code was shown, requested, or Meta's window was opened.
    Chosen,
    /// A code is there for the person, or Meta's window.
    Shown,
    /// The phone has accepted the code, or the person has finished in Meta's window.
    Scanned,
    Linked,
}

impl Step {
    pub const ALL: [Step; 6] = [
        Step::Created,
        Step::Opened,
        Step::Chosen,
        Step::Shown,
        Step::Scanned,
        Step::Linked,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Created => "created",
            Step::Opened => "opened",
            Step::Chosen => "chosen",
            Step::Shown => "shown",
            Step::Scanned => "scanned",
            Step::Linked => "linked",
        }
    }
}

/// How a link stands or has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkResult {
    /// Nothing has gone wrong, and it may still connect a number.
    Open,
    Connected,
    /// The last attempt failed, and no other has connected a number.
    Failed,
    Cancelled,
    Revoked,
    /// Its time is over, and no attempt has failed.
    Expired,
}

impl LinkResult {
    pub const ALL: [LinkResult; 6] = [
        LinkResult::Open,
        LinkResult::Connected,
        LinkResult::Failed,
        LinkResult::Cancelled,
        LinkResult::Revoked,
        LinkResult::Expired,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            LinkResult::Open => "open",
            LinkResult::Connected => "connected",
            LinkResult::Failed => "failed",
            LinkResult::Cancelled => "cancelled",
            LinkResult::Revoked => "revoked",
            LinkResult::Expired => "expired",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.as_str() == word)
    }
}

/// What a change was for a link, after it was written. For the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Reached {
        step: Step,
        method: Option<Method>,
        /// Since the page was opened.
        took: Option<Duration>,
    },
    Ended {
        result: LinkResult,
        method: Option<Method>,
    },
}
