//! Everything that can happen to the widget.

use protocol::view::{Boot, PhoneCode, View};

use super::{
    PhoneOs, country_picker::PickerInput, method::Method, phone_form::PhoneCodeError,
    signup::SignupInput,
};

pub(crate) enum Input {
    /// The page's own state, or the live stream's first event.
    Boot(Box<Boot>),
    View(View),
    /// The stream ended or could not be opened.
    StreamLost,
    /// The service no longer accepts this link.
    LinkRejected,
    /// After a reload, this browser has no token to continue with.
    TokenMissing,
    Tick,
    /// The request to start the session did not reach the service.
    StartFailed,
    /// The request for new codes did not reach the service.
    RenewFailed,
    /// The request to cancel did not reach the service; its answer would be a view.
    CancelFailed,
    /// The person requests new codes.
    RenewClicked,
    /// The person requests another attempt to reach the service.
    RetryClicked,
    CancelClicked,
    PhoneOsSelected(PhoneOs),
    TabSelected(Method),
    /// The number field's text has changed.
    NumberTyped(String),
    Picker(PickerInput),
    PhoneCodeClicked,
    PhoneCodeReceived(PhoneCode),
    PhoneCodeFailed(PhoneCodeError),
    ChangeNumberClicked,
    CopyClicked,
    Copied,
    /// The person wants to go on on the phone, or back.
    MoveClicked,
    MoveBackClicked,
    /// The link as a QR code; none if the service did not answer.
    MoveCode(Option<String>),
    Signup(SignupInput),
}
