//! The words of the signup's tab.

use protocol::words::{Advice, Words};

use crate::flow::{Flow, SignupAction, SignupNote, SignupStage, SignupTab};

pub(super) fn advice(signup: &SignupTab, words: &Words) -> Advice {
    match signup.stage() {
        SignupStage::Start => words.cloud_start(),
        SignupStage::Blocked => words.cloud_blocked(),
        SignupStage::NoSdk => words.cloud_no_sdk(),
        SignupStage::Waiting => words.cloud_waiting(),
        SignupStage::Working => words.cloud_working(),
        SignupStage::Choosing => words.cloud_choosing(),
        SignupStage::NoNumber => words.cloud_no_number(),
        SignupStage::NeedsPin => words.cloud_needs_pin(),
        SignupStage::Stopped => words.problem(signup.problem()),
    }
}

pub(super) fn label(signup: &SignupTab, action: SignupAction, words: &Words) -> &'static str {
    match (action, signup.stage()) {
        (SignupAction::FollowLink, _) => words.cloud_go_to(),
        (SignupAction::GoBack, _) => words.cloud_waiting().next,
        (SignupAction::SendPin, _) => words.cloud_needs_pin().next,
        (SignupAction::Retry, SignupStage::NoNumber) => words.cloud_no_number().next,
        (SignupAction::Retry, _) => words.cloud_try_again(),
        (SignupAction::OpenWindow, SignupStage::Start) => words.cloud_start().next,
        (SignupAction::OpenWindow, SignupStage::Blocked) => words.cloud_blocked().next,
        (SignupAction::OpenWindow, _) => words.cloud_sign_up_again(),
    }
}

/// What has just happened; empty if there is nothing to say.
pub(super) fn note(flow: &Flow, words: &Words) -> &'static str {
    match &flow.signup.note {
        None => "",
        Some(SignupNote::Left) => words.cloud_left(),
        Some(SignupNote::Closed) => words.cloud_closed(),
        Some(SignupNote::Incomplete) => words.cloud_incomplete(),
        Some(SignupNote::NotSent) => words.cloud_not_sent(),
        Some(SignupNote::NotReached) => words.cloud_not_reached(),
        Some(SignupNote::InvalidPin) => words.cloud_invalid_pin(),
        Some(SignupNote::WrongPin) => words.cloud_wrong_pin(),
        Some(SignupNote::Meta(code)) => words.window_error(code),
    }
}

/// To leave is not a mistake.
pub(super) fn note_class(flow: &Flow) -> &'static str {
    match flow.signup.note {
        Some(SignupNote::Left | SignupNote::Closed) => "hint",
        _ => "trouble",
    }
}

/// What the page waits for.
pub(super) fn progress(flow: &Flow, words: &Words) -> &'static str {
    let is_loading = flow.signup.is_loading();
    match flow.signup.action() {
        _ if flow.offline() => words.offline(),
        Some(SignupAction::OpenWindow) if is_loading => words.cloud_loading(),
        _ => "",
    }
}
