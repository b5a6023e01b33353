//! Everything the flow can request from the outside.

use super::{
    method::Method, phone_form::PhoneCodeRequest, signup::SignupRequest, timer::CodeTimer,
};

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Open the live stream now, without waiting for the time of the next attempt.
    ConnectStream,
    /// Close the live stream for good.
    CloseStream,
    StartSession,
    /// Request new codes.
    Renew,
    Cancel,
    RequestPhoneCode(PhoneCodeRequest),
    SendSignup(SignupRequest),
    /// Load Meta's SDK.
    LoadMeta,
    /// Open Meta's window, in the person's click.
    OpenMeta,
    /// Copy the phone code.
    Copy(String),
    PostToHost(HostMessage),
    /// Go to the tenant's page, after a pause in which the result can be read.
    Redirect(String),
    /// Start the animation of a new QR code.
    StartQrTimer(CodeTimer),
    /// Start the animation of a new phone code.
    StartPhoneCodeTimer(CodeTimer),
    ShowTab(Method),
    /// Replace the text of the number field.
    SetNumberField(String),
    SetTitle,
    /// Request the link as a QR code.
    RequestMoveCode,
    /// Show this code in place of everything else, or no longer.
    ShowMoveCode(bool),
    /// Move the focus to the notice's button, because the person has to decide.
    FocusNotice,
    /// Move the focus to what the signup's tab shows now.
    FocusSignup,
    /// Move the focus to where the person continues.
    Focus(FocusTarget),
    ScrollToActiveCountry,
}

/// A message to the host page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HostMessage {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FocusTarget {
    Tab(Method),
    Number,
    CountryButton,
    CountrySearch,
    PhoneCode,
    /// The button that is shown while no code may be requested.
    PauseButton,
    /// The button that leads back from the code for the phone.
    MoveBack,
    /// The button that shows the code for the phone.
    MoveButton,
}
