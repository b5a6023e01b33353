//! The words of the signup's tab.

use protocol::words::{Advice, CloudWords, Words};

use crate::flow::{Flow, SignupAction, SignupNote, SignupStage, SignupTab};

pub(super) fn advice<'a>(signup: &SignupTab, words: &'a CloudWords) -> &'a Advice {
    match signup.stage() {
        SignupStage::Start => &words.start,
        SignupStage::Blocked => &words.blocked,
        SignupStage::NoSdk => &words.no_sdk,
        SignupStage::Waiting => &words.waiting,
        SignupStage::Working => &words.working,
        SignupStage::Choosing => &words.choosing,
        SignupStage::NoNumber => &words.no_number,
        SignupStage::NeedsPin => &words.needs_pin,
        SignupStage::Stopped => words.problem(signup.problem()),
    }
}

pub(super) fn label(signup: &SignupTab, action: SignupAction, words: &CloudWords) -> &'static str {
    match (action, signup.stage()) {
        (SignupAction::FollowLink, _) => words.go_to,
        (SignupAction::GoBack, _) => words.waiting.next,
        (SignupAction::SendPin, _) => words.needs_pin.next,
        (SignupAction::Retry, SignupStage::NoNumber) => words.no_number.next,
        (SignupAction::Retry, _) => words.try_again,
        (SignupAction::OpenWindow, SignupStage::Start) => words.start.next,
        (SignupAction::OpenWindow, SignupStage::Blocked) => words.blocked.next,
        (SignupAction::OpenWindow, _) => words.sign_up_again,
    }
}

/// What has just happened; empty if there is nothing to say.
pub(super) fn note(flow: &Flow, words: &Words) -> &'static str {
    let words = &words.cloud;
    match &flow.signup.note {
        None => "",
        Some(SignupNote::Left) => words.left,
        Some(SignupNote::Closed) => words.closed,
        Some(SignupNote::Incomplete) => words.incomplete,
        Some(SignupNote::NotSent) => words.not_sent,
        Some(SignupNote::NotReached) => words.not_reached,
        Some(SignupNote::InvalidPin) => words.invalid_pin,
        Some(SignupNote::WrongPin) => words.wrong_pin,
        Some(SignupNote::Meta(code)) => words.error(code),
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
        _ if flow.offline() => words.offline,
        Some(SignupAction::OpenWindow) if is_loading => words.cloud.loading,
        _ => "",
    }
}
