//! Everything the flow can ask to be done outside.

use super::{
    Method,
    desk::{CodeRequest, Life},
};

/// Something to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Open the live stream now, without waiting for the next attempt's turn.
    Listen,
    /// Close it for good.
    Hush,
    /// Ask for the session to be started.
    Start,
    Renew,
    Cancel,
    /// Ask the service for a code for this number.
    AskCode(CodeRequest),
    Copy(String),
    Tell(News),
    /// Go to the tenant's page after the result could be read.
    Leave(String),
    /// A new code: its ring starts at this age and is empty when the code dies.
    Ring {
        lasts_ms: u32,
        age_ms: u32,
    },
    /// A new code to type; its line runs like a ring.
    Line {
        lasts_ms: u32,
        age_ms: u32,
    },
    /// Show this tab.
    Open(Method),
    /// Put this text into the number field.
    Write(String),
    /// Dress the page around the card as the tenant wants it.
    Dress,
    /// The person has to decide: bring the keyboard to the button.
    Focus,
    /// Bring the keyboard to where the person goes on.
    FocusOn(Spot),
    /// Bring the list's active line into view.
    Reveal,
}

/// What the host page is told.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    Ready,
    Step(&'static str),
    Error(String),
    Expired,
    Close,
    Connected {
        method: String,
        phone_number: String,
    },
}

/// Places on the card that the keyboard is brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    Tab(Method),
    Number,
    Country,
    Search,
    Code,
    /// The button that follows a code or a pause.
    Next,
}

impl Effect {
    pub(super) fn line((lasts_ms, age_ms): Life) -> Self {
        Self::Line { lasts_ms, age_ms }
    }
}
