//! What the signup's tab shows: a stage, what its buttons do, and a sentence.

/// What the tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignupStage {
    Start,
    /// The browser opened no window.
    Blocked,
    /// Meta's SDK cannot be loaded.
    NoSdk,
    /// The person is in Meta's window.
    Waiting,
    /// The service connects the number.
    Working,
    Choosing,
    NoNumber,
    NeedsPin,
    Stopped,
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignupAction {
    OpenWindow,
    /// A link that opens Meta's window as a page.
    FollowLink,
    /// Back to what was shown before the window.
    GoBack,
    SendPin,
    Retry,
}

/// One sentence about what has just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignupNote {
    Left,
    Closed,
    /// The window reported success and gave no code.
    Incomplete,
    NotSent,
    NotReached,
    InvalidPin,
    WrongPin,
    /// An error of Meta's window, by its code.
    Meta(String),
}
