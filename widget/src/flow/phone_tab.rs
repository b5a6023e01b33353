//! What the person does with the tabs, the phone number and its code, as transitions of the flow.

use protocol::view::PhoneCode;

use super::{Effect, Flow, FocusTarget, HostMessage, Method, PhoneCodeError, PickerInput, Stage};
use crate::number;

impl Flow {
    pub(super) fn open_tab(&mut self, tab: Method) {
        if self.tab == tab || !self.methods.contains(tab) {
            return;
        }
        self.tab = tab;
        self.emit(Effect::ShowTab(tab));
        self.focus(FocusTarget::Tab(tab));
    }

    fn focus(&mut self, target: FocusTarget) {
        self.emit(Effect::Focus(target));
    }

    pub(super) fn number_typed(&mut self, text: String) {
        self.form.error = None;
        self.picker.picked = number::country(&text, self.picker.picked);
        self.form.typed = text;
    }

    pub(super) fn handle_picker(&mut self, input: PickerInput) {
        let (before, was_open) = (self.picker.picked, self.picker.open);
        let moved = matches!(input, PickerInput::Up | PickerInput::Down);
        if self.picker.handle(input) {
            let national = number::national(&self.form.typed, before);
            self.form.typed = number::grouped(&national, self.picker.picked);
            self.form.error = None;
            self.emit(Effect::SetNumberField(self.form.typed.clone()));
            return self.focus(FocusTarget::Number);
        }
        let opened = !was_open && self.picker.open;
        if opened {
            self.focus(FocusTarget::CountrySearch);
        }
        if opened || (moved && was_open && self.picker.open) {
            self.emit(Effect::ScrollToActiveCountry);
        }
    }

    pub(super) fn request_phone_code(&mut self) {
        let has_earlier =
            self.form.stage != Stage::Number && !self.form.requested.number.is_empty();
        let request = match self.form.stage {
            // A second click while the request is under way changes nothing.
            Stage::Requesting => return,
            // The number of the code that has ended; after a reload the field is empty.
            _ if has_earlier => Some(self.form.request_again()),
            _ => self.form.request(self.picker.picked),
        };
        match request {
            Some(request) => self.emit(Effect::RequestPhoneCode(request)),
            None => self.focus(FocusTarget::Number),
        }
    }

    pub(super) fn phone_code_received(&mut self, code: PhoneCode, at: f64) {
        let timer = self.form.handle_requested_code(code, at);
        self.effects.extend(timer.map(Effect::StartPhoneCodeTimer));
        if self.shows_phone_form() {
            self.focus(FocusTarget::PhoneCode);
        }
    }

    pub(super) fn phone_code_failed(&mut self, error: PhoneCodeError, at: f64) {
        let message = HostMessage::Error(error.code.clone());
        let must_wait = self.form.handle_error(error, at);
        if !self.shows_phone_form() {
            return;
        }
        if must_wait {
            self.emit(Effect::PostToHost(message));
            self.focus(FocusTarget::PauseButton);
        } else {
            self.focus(FocusTarget::Number);
        }
    }

    /// A code that has expired is of no use.
    pub(super) fn copy_code(&mut self) {
        if self.form.has_live_code() {
            self.emit(Effect::Copy(self.form.code.clone()));
        }
    }

    pub(super) fn change_number(&mut self) {
        self.form.change_number();
        self.focus(FocusTarget::Number);
    }
}
