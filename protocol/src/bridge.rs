//! What the frame says to the host page by `postMessage`.
//!
//! A listener that checks nothing but `type` must be right, so [`CONNECTED_TYPE`] is used by exactly one
//! message, the success, and everything else travels as [`EVENT_TYPE`].

/// `type` of the one message that says a number is connected:
/// `{type, version, event: "connected", status: "connected", session, method, phoneNumber, state}`.
pub const CONNECTED_TYPE: &str = "titan:widget";

/// `type` of all other messages: `{type, version, event, session, state, …}`.
pub const EVENT_TYPE: &str = "titan:widget:event";

/// `version` of every message.
pub const VERSION: u32 = 1;

/// `step` while a code to type on the phone is shown: the service's step stays what the QR code makes it, because
/// both live side by side.
pub const CODE_STEP: &str = "code";

/// `step` while the tab with Meta's signup is shown: the service's step is about the QR code beside it.
pub const SIGNUP_STEP: &str = "signup";

/// Values of `event` where `type` is [`EVENT_TYPE`].
pub mod event {
    /// `{texts}`: the widget has taken over the page. `texts` is what the loader says in the widget's language:
    /// `{title, closeLabel, closeQuestion}`.
    pub const READY: &str = "ready";
    /// `{height}`, in CSS pixels.
    pub const RESIZE: &str = "resize";
    /// `{step}`, one of [`crate::view::step`], [`super::CODE_STEP`] or [`super::SIGNUP_STEP`].
    pub const STEP: &str = "step";
    /// `{reason}`.
    pub const ERROR: &str = "error";
    pub const EXPIRED: &str = "expired";
    /// `{url}`: the signed address of the tenant's page, which the host page should go to. Sent only where the link names
    /// the origins that may embed it.
    pub const REDIRECT: &str = "redirect";
    pub const CLOSE: &str = "close";
}
