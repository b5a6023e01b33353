//! What happens in the tab with Meta's signup, as transitions of the flow.

use protocol::view::View;

use super::signup::{MetaWindow, Sdk};
use super::{
    Effect, Flow, HostMessage, MetaOutcome, Method, SignupAction, SignupFailure, SignupInput,
    SignupNote, SignupRequest, SignupStage,
};

const PIN_DIGITS: usize = 6;

impl Flow {
    pub(super) fn handle_signup(&mut self, input: SignupInput, at: f64) {
        match input {
            SignupInput::SdkReady => self.signup.sdk = Sdk::Ready,
            SignupInput::SdkFailed => self.signup.sdk = Sdk::Failed,
            SignupInput::WindowOpened => self.signup.window = MetaWindow::Open,
            SignupInput::WindowBlocked => self.signup.window = MetaWindow::Blocked,
            SignupInput::WindowClosed if self.signup.window == MetaWindow::Open => {
                self.signup.window = MetaWindow::Lost { at };
            }
            SignupInput::WindowClosed => {}
            SignupInput::CodeReceived(code) => self.send_code(code),
            SignupInput::Reported(outcome) => self.handle_outcome(outcome),
            SignupInput::Clicked(action) => self.act(action),
            SignupInput::NumberClicked(place) => self.choose_number(place),
            SignupInput::PinTyped(pin) => self.signup.pin = pin,
            SignupInput::Continued(view) => {
                self.signup.is_sending = false;
                self.show_answer(view, at);
            }
            SignupInput::Answered(view) => self.show_answer(view, at),
            SignupInput::RequestFailed(failure) => self.signup_failed(failure),
        }
    }

    /// Loads the SDK once, if the link offers the signup.
    pub(super) fn load_meta(&mut self, at: f64) {
        let has_meta = self.boot.as_ref().is_some_and(|boot| boot.meta.is_some());
        if has_meta && self.signup.sdk == Sdk::NotLoaded {
            self.signup.sdk = Sdk::Loading { since: at };
            self.emit(Effect::LoadMeta);
        }
    }

    /// True while the tab with Meta's signup is shown: what becomes of a QR code does not concern it.
    pub(crate) fn shows_signup(&self) -> bool {
        self.tab == Method::CloudApi && (self.screen.has_instructions() || self.screen.is_failure())
    }

    /// The stage of the signup, if it is shown.
    pub(super) fn shown_stage(&self) -> Option<SignupStage> {
        self.shows_signup().then(|| self.signup.stage())
    }

    /// Moves the focus to what came. A page that only learns that it has to do without the SDK stays as it is.
    pub(super) fn focus_signup(&mut self, before: Option<SignupStage>) {
        let after = self.shown_stage();
        let is_new = before.is_some() && after.is_some() && before != after;
        if is_new && after != Some(SignupStage::NoSdk) && before != Some(SignupStage::NoSdk) {
            self.emit(Effect::FocusSignup);
        }
    }

    /// The code is valid for half a minute, so it is sent at once.
    fn send_code(&mut self, code: String) {
        let begins = self.signup.served.is_none();
        self.signup.window = MetaWindow::None;
        self.signup.note = None;
        self.signup.is_sending = true;
        self.emit(Effect::SendSignup(SignupRequest::Code { code, begins }));
    }

    fn handle_outcome(&mut self, outcome: MetaOutcome) {
        match outcome {
            MetaOutcome::Finished(report) => {
                self.signup.note = None;
                self.signup.has_finished = true;
                self.emit(Effect::SendSignup(SignupRequest::Report(report)));
            }
            MetaOutcome::Left => {
                self.signup.note = Some(SignupNote::Left);
                self.signup.window = MetaWindow::None;
            }
            // The person may go on in the window.
            MetaOutcome::Failed(code) => {
                self.signup.note = Some(SignupNote::Meta(code.clone()));
                self.emit(Effect::SendSignup(SignupRequest::Error(code)));
            }
        }
    }

    fn act(&mut self, action: SignupAction) {
        match action {
            SignupAction::OpenWindow if self.signup.is_loading() => {}
            SignupAction::OpenWindow => {
                self.enter_window();
                self.emit(Effect::OpenMeta);
            }
            SignupAction::FollowLink => self.enter_window(),
            SignupAction::GoBack => self.signup.window = MetaWindow::None,
            SignupAction::Retry => self.decide(SignupRequest::Retry),
            SignupAction::SendPin => self.send_pin(),
        }
    }

    fn enter_window(&mut self) {
        self.signup.window = MetaWindow::Open;
        self.signup.note = None;
        self.signup.has_finished = false;
        self.emit(Effect::SendSignup(SignupRequest::Begin));
    }

    fn choose_number(&mut self, place: usize) {
        let served = self.signup.served.as_ref();
        let number = served.and_then(|served| served.numbers.get(place));
        if let Some(id) = number.map(|number| number.id.clone()) {
            self.decide(SignupRequest::Choose(id));
        }
    }

    fn send_pin(&mut self) {
        let pin = self.signup.pin.trim().to_owned();
        let is_pin = pin.len() == PIN_DIGITS && pin.bytes().all(|it| it.is_ascii_digit());
        if !is_pin {
            self.signup.note = Some(SignupNote::InvalidPin);
            return self.emit(Effect::FocusSignup);
        }
        self.signup.note = None;
        self.signup.has_sent_pin = true;
        self.decide(SignupRequest::Pin(pin));
    }

    /// Sends what the person decided; a second click before the answer changes nothing.
    fn decide(&mut self, request: SignupRequest) {
        if !std::mem::replace(&mut self.signup.is_sending, true) {
            self.emit(Effect::SendSignup(request));
        }
    }

    /// The answer may be older than what the stream has sent.
    fn show_answer(&mut self, view: View, at: f64) {
        if view.seq >= self.last_seq {
            self.show_view(view, at);
        }
    }

    fn signup_failed(&mut self, failure: SignupFailure) {
        let note = match failure {
            SignupFailure::Other => return,
            SignupFailure::Late => None,
            SignupFailure::Code => Some(SignupNote::NotSent),
            SignupFailure::Decision => Some(SignupNote::NotReached),
        };
        self.signup.is_sending = false;
        self.signup.has_sent_pin = false;
        self.signup.note = note;
    }

    /// The signup as the service sees it; a new problem is reported to the host.
    pub(super) fn show_signup(&mut self, view: &mut View) {
        if self.signup.show(view.signup.take()) {
            let problem = self.signup.problem().to_owned();
            self.emit(Effect::PostToHost(HostMessage::Error(problem)));
        }
    }
}
