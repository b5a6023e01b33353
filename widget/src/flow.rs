//! What the widget is doing, as one value; the only place that decides what comes next.
//!
//! Everything that can happen is an [`Input`]. [`Flow::handle`] changes the value and returns what must be done
//! outside as [`Effect`]s. Time comes in as milliseconds. Imports no browser and no Leptos, so the rules are tested
//! natively.

use protocol::bridge::{CODE_STEP, SIGNUP_STEP};
use protocol::view::Boot;

pub(crate) use self::{
    country_picker::{CountryPicker, PickerInput},
    effect::{Effect, FocusTarget, HostMessage},
    input::Input,
    method::{Method, Methods},
    phone_form::{PhoneCodeError, PhoneForm, Stage},
    qr_codes::QrCodes,
    screen::Screen,
    signup::{
        MetaOutcome, SignupAction, SignupFailure, SignupInput, SignupNote, SignupReport,
        SignupRequest, SignupStage, SignupTab,
    },
};
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) use self::{phone_form::PhoneCodeRequest, timer::CodeTimer};
use crate::countries::Country;

mod country_picker;
mod effect;
mod input;
mod method;
mod move_to_phone;
mod phone_form;
mod phone_tab;
mod qr_codes;
mod screen;
mod service;
mod signup;
mod signup_tab;
#[cfg(test)]
mod tests;
mod timer;
mod transition;

/// The system of the person's phone, which decides the words of the instructions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum PhoneOs {
    #[default]
    Android,
    Iphone,
}

#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) screen: Screen,
    pub(crate) qr: QrCodes,
    pub(crate) phone_os: PhoneOs,
    pub(crate) methods: Methods,
    /// The tab that is open.
    pub(crate) tab: Method,
    pub(crate) form: PhoneForm,
    pub(crate) picker: CountryPicker,
    pub(crate) signup: SignupTab,
    /// What does not change while the link lives; `None` until the service has sent it.
    pub(crate) boot: Option<Boot>,
    /// The origin of the page that embeds this one, as the browser reports it; empty at top level or if unknown.
    pub(crate) parent_origin: String,
    /// A frame has opened this page in a tab of its own: the result is the frame's, and the person goes back to it.
    pub(crate) is_opened_by_frame: bool,
    /// The first tab in the bar: the one that the page opened with.
    first_tab: Method,
    /// The link as a QR code, while it is shown; empty until it arrives.
    pub(crate) move_code: Option<String>,
    start_requested: bool,
    /// Attempts to reach the service that failed in a row.
    failed_connections: u32,
    /// When this link ends, by this browser's clock.
    expires_at: Option<f64>,
    success_reported: bool,
    /// The last view's.
    last_seq: u64,
    /// When to show that WhatsApp cannot be reached, if it is still not reached then.
    unreachable_notice_at: Option<f64>,
    /// Collected while an input is handled.
    effects: Vec<Effect>,
}

impl Flow {
    pub(crate) fn new(phone_os: PhoneOs, methods: &str, tab: Method, country: Country) -> Self {
        let methods = Methods::new(&|name| methods.split(' ').any(|one| one == name), tab);
        Self {
            phone_os,
            tab: methods.or_first(tab),
            methods,
            first_tab: tab,
            picker: CountryPicker {
                picked: country,
                ..CountryPicker::default()
            },
            ..Self::default()
        }
    }

    /// Applies what happened at the time `at`, in milliseconds.
    pub(crate) fn handle(&mut self, input: Input, at: f64) -> Vec<Effect> {
        let (before, stage_before) = (self.name(), self.shown_stage());
        self.apply(input, at);
        self.qr.count_down(at);
        self.form.count_down(at);
        if self.name() != before {
            self.report_step();
        }
        self.focus_signup(stage_before);
        if !self.offers_move() && self.move_code.take().is_some() {
            self.emit(Effect::ShowMoveCode(false));
        }
        std::mem::take(&mut self.effects)
    }

    fn apply(&mut self, input: Input, at: f64) {
        match input {
            Input::Boot(boot) => self.boot(*boot, at),
            Input::View(view) => self.show_view(view, at),
            Input::StreamLost => self.stream_lost(at),
            Input::LinkRejected => self.show(Screen::Expired),
            Input::TokenMissing => self.show(Screen::Lost),
            Input::Tick => self.tick(at),
            Input::StartFailed => self.start_failed(),
            Input::RenewFailed => self.show(Screen::Unavailable),
            // The widget closes anyway; the link expires by itself.
            Input::CancelFailed => self.show(Screen::Cancelled { callback: None }),
            Input::RenewClicked => self.renew(),
            Input::RetryClicked => self.retry(),
            Input::CancelClicked => self.emit(Effect::Cancel),
            Input::PhoneOsSelected(phone_os) => self.phone_os = phone_os,
            Input::TabSelected(tab) => self.open_tab(tab),
            Input::NumberTyped(text) => self.number_typed(text),
            Input::Picker(input) => self.handle_picker(input),
            Input::PhoneCodeClicked => self.request_phone_code(),
            Input::PhoneCodeReceived(code) => self.phone_code_received(code, at),
            Input::PhoneCodeFailed(error) => self.phone_code_failed(error, at),
            Input::ChangeNumberClicked => self.change_number(),
            Input::CopyClicked => self.copy_code(),
            Input::Copied => self.form.copied_at(at),
            Input::MoveClicked => self.show_move_code(),
            Input::MoveBackClicked => self.hide_move_code(),
            Input::MoveCode(code) => self.move_code_received(code),
            Input::Signup(input) => self.handle_signup(input, at),
        }
    }

    fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// True while the service does not answer; the last code can still be shown.
    pub(crate) fn offline(&self) -> bool {
        self.failed_connections > 0
    }

    /// True while the phone number's form or its code is shown; a result replaces it.
    pub(crate) fn shows_phone_form(&self) -> bool {
        self.tab == Method::Pairing && self.screen.has_instructions()
    }

    /// True while the person can choose a tab. A method that failed is not the end where another needs no phone.
    pub(crate) fn offers_tabs(&self) -> bool {
        let is_open = self.screen.has_instructions()
            || self.shows_signup()
            || self.methods.contains(Method::CloudApi) && self.screen.is_failure();
        self.methods.is_choice() && is_open
    }

    /// The name in `data-step` and in the host's `step` message.
    pub(crate) fn name(&self) -> &'static str {
        if self.shows_phone_form() && self.form.stage == Stage::Code {
            return CODE_STEP;
        }
        if self.shows_signup() {
            return SIGNUP_STEP;
        }
        self.screen.name()
    }

    /// The tenant's name; empty until it is known.
    pub(crate) fn tenant(&self) -> &str {
        self.boot.as_ref().map_or("", |boot| &boot.tenant)
    }

    /// The origin of the page that embeds this one, for a link that names no origins.
    pub(crate) fn unnamed_host(&self) -> &str {
        match &self.boot {
            Some(boot) if boot.origins.is_empty() => &self.parent_origin,
            _ => "",
        }
    }

    /// The origin of the host, if the tenant has named it.
    pub(crate) fn host(&self) -> &str {
        let allowed = self.boot.as_ref().map(|boot| boot.origins.as_slice());
        let mut allowed = allowed.unwrap_or_default().iter();
        allowed
            .find(|origin| **origin == self.parent_origin)
            .map_or("", String::as_str)
    }
}
