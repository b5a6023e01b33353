//! Everything that can happen to the widget.

use protocol::view::{Boot, PhoneCode, View};

use super::{Method, Phone, Pick, Refusal};

/// Something that happened.
pub(crate) enum Input {
    /// The page's own state, or the live stream's first event.
    Boot(Box<Boot>),
    View(View),
    /// The stream broke or could not be opened.
    LineDown,
    /// The service no longer takes this link.
    Refused,
    /// This browser kept nothing to go on with after a reload.
    NothingKept,
    Tick,
    /// The service could not be told to start the session.
    StartFailed,
    /// The person asks for a new code.
    WantsCode,
    /// … which the service could not be told.
    RenewFailed,
    /// The person wants the service tried again.
    WantsRetry,
    WantsCancel,
    Chose(Phone),
    /// The person turned to another way to link.
    ChoseTab(Method),
    /// The number field's text has changed.
    Typed(String),
    Picked(Pick),
    WantsPhoneCode,
    /// The service's answer to that.
    PhoneCode(PhoneCode),
    NoPhoneCode(Refusal),
    WantsOtherNumber,
    WantsCopy,
    Copied,
    /// The service could not be told that the person gives up; its answer would be a view.
    CancelFailed,
}
