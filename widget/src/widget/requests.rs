//! Requests to the service and to the browser, whose answers are inputs of the flow.

use std::pin::Pin;

use protocol::view::{Step, View};

use super::Widget;
use crate::api::{self, Answer, ApiError, Request};
use crate::flow::{Input, PhoneCodeError};
use crate::page::{self, clipboard, timers};

/// The pause before a request is sent again.
const RETRY_MS: i32 = 2000;

/// All tasks have one boxed type: each type of its own would add a copy of the executor's code.
pub(super) fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}

impl Widget {
    pub(super) async fn send(self, request: Request) {
        let mut attempts = request.attempts();
        let mut before = request.needed_before();
        let answer = loop {
            let next = before.as_ref().unwrap_or(&request);
            let answer = api::send(next, self.stream.token()).await;
            let is_lost = matches!(answer, Err(ApiError::Unavailable));
            if !is_lost && before.take().is_some() {
                continue;
            }
            attempts -= 1;
            if attempts == 0 || !is_lost {
                break answer;
            }
            timers::sleep(RETRY_MS).await;
        };
        self.answered(&request, answer);
    }

    fn answered(self, request: &Request, answer: Result<Answer, ApiError>) {
        if let Request::Signup(request) = request {
            return self.signup_answered(request, answer);
        }
        match answer {
            Ok(Answer::Done) => {}
            Ok(Answer::View(view)) => self.cancelled(view),
            Ok(Answer::MoveCode(code)) => self.dispatch(Input::MoveCode(Some(code))),
            Ok(Answer::PhoneCode(code)) => self.dispatch(Input::PhoneCodeReceived(code)),
            Ok(Answer::PhoneCodeError(error)) => self.dispatch(Input::PhoneCodeFailed(error)),
            // Only a signup's requests have these answers.
            Ok(Answer::Signup(_) | Answer::SignupError(_)) => {}
            Err(ApiError::Rejected) => self.dispatch(Input::LinkRejected),
            Err(ApiError::Unavailable) => self.dispatch(failure(request)),
        }
    }

    /// At top level a person who cancels goes to the tenant's page at once.
    fn cancelled(self, view: View) {
        if let Step::Cancelled {
            callback: Some(callback),
        } = &view.step
            && !page::is_framed()
        {
            page::go_to(callback);
        }
        self.dispatch(Input::View(view));
    }

    pub(super) async fn copy(self, code: String) {
        match clipboard::copy(&code).await {
            Ok(()) => self.dispatch(Input::Copied),
            // The browser may not let a frame copy; the person can copy what is selected.
            Err(_) => clipboard::select(page::PHONE_CODE_ID),
        }
    }
}

/// What it means that a request did not reach the service.
fn failure(request: &Request) -> Input {
    match request {
        Request::Start => Input::StartFailed,
        Request::Renew => Input::RenewFailed,
        Request::Cancel => Input::CancelFailed,
        Request::MoveCode => Input::MoveCode(None),
        Request::PhoneCode(_) | Request::Signup(_) => Input::PhoneCodeFailed(PhoneCodeError {
            code: "unavailable".into(),
            ..PhoneCodeError::default()
        }),
    }
}
