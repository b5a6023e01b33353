//! Meta's window, and the answers to the requests of its signup.

use leptos::prelude::*;

use super::Widget;
use crate::api::{Answer, ApiError};
use crate::flow::{Input, SignupFailure, SignupInput, SignupRequest};
use crate::meta;

impl Widget {
    pub(super) fn load_meta(self) {
        let dispatch = move |input| self.dispatch(Input::Signup(input));
        let meta = self.meta();
        if meta.is_none_or(|meta| meta::load_sdk(&meta, dispatch).is_err()) {
            dispatch(SignupInput::SdkFailed);
        }
    }

    pub(super) fn open_meta(self) {
        if self.meta().is_none_or(|meta| meta::open(&meta).is_err()) {
            self.dispatch(Input::Signup(SignupInput::WindowBlocked));
        }
    }

    fn meta(self) -> Option<protocol::view::Meta> {
        self.flow
            .with_untracked(|flow| flow.boot.as_ref()?.meta.clone())
    }

    pub(super) fn signup_answered(self, request: &SignupRequest, answer: Result<Answer, ApiError>) {
        let failure = failure(request);
        let continues = failure != SignupFailure::Other;
        self.dispatch(match answer {
            Ok(Answer::Signup(view)) if continues => Input::Signup(SignupInput::Continued(view)),
            Ok(Answer::Signup(view)) => Input::Signup(SignupInput::Answered(view)),
            Ok(Answer::SignupError(code)) if continues && code == "signup_not_expected" => {
                Input::Signup(SignupInput::RequestFailed(SignupFailure::Late))
            }
            Err(ApiError::Rejected) => Input::LinkRejected,
            _ => Input::Signup(SignupInput::RequestFailed(failure)),
        });
    }
}

/// What it means that a request had no success.
fn failure(request: &SignupRequest) -> SignupFailure {
    match request {
        SignupRequest::Code { .. } => SignupFailure::Code,
        SignupRequest::Choose(_) | SignupRequest::Pin(_) | SignupRequest::Retry => {
            SignupFailure::Decision
        }
        SignupRequest::Begin | SignupRequest::Report(_) | SignupRequest::Error(_) => {
            SignupFailure::Other
        }
    }
}
