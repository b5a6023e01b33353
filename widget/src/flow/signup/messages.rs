//! What can happen in the signup's tab, and what it sends to the service.

use protocol::view::View;

use super::stage::SignupAction;

/// What Meta's window reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MetaOutcome {
    Finished(SignupReport),
    /// The person left before the end.
    Left,
    /// An error, with its code.
    Failed(String),
}

/// Ids that the window reported. The service checks them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SignupReport {
    pub(crate) waba_ids: Vec<String>,
    pub(crate) phone_number_id: Option<String>,
    pub(crate) coexistence: bool,
}

pub(crate) enum SignupInput {
    SdkReady,
    SdkFailed,
    WindowOpened,
    WindowBlocked,
    /// It is closed, or the SDK called back without a code.
    WindowClosed,
    /// The window gave its code.
    CodeReceived(String),
    /// The window sent a message.
    Reported(MetaOutcome),
    /// A button or a link.
    Clicked(SignupAction),
    /// The number at this place.
    NumberClicked(usize),
    PinTyped(String),
    /// The service's answer to a request that continues the signup.
    Continued(View),
    /// The service's answer to any other request.
    Answered(View),
    /// The service did not accept a request, or was not reached.
    RequestFailed(SignupFailure),
}

/// A request of the signup that had no success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignupFailure {
    /// The window's code did not get through.
    Code,
    /// What the person decided did not get through.
    Decision,
    /// It no longer fits: the service is further, and its view says where.
    Late,
    /// Nothing that the person has to know.
    Other,
}

/// A request to the service.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SignupRequest {
    Begin,
    Report(SignupReport),
    /// `begins`: the service has not confirmed yet that the signup has begun.
    Code {
        code: String,
        begins: bool,
    },
    Choose(String),
    Pin(String),
    Retry,
    Error(String),
}
