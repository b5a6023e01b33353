//! Continuing on the phone: the link as a QR code for the phone's camera.

use super::{Effect, Flow, FocusTarget};

impl Flow {
    /// True while there is something to continue with.
    pub(crate) fn offers_move(&self) -> bool {
        self.screen.has_instructions() || self.shows_signup()
    }

    pub(super) fn show_move_code(&mut self) {
        self.move_code = Some(String::new());
        self.emit(Effect::RequestMoveCode);
        self.emit(Effect::ShowMoveCode(true));
        self.emit(Effect::Focus(FocusTarget::MoveBack));
    }

    pub(super) fn hide_move_code(&mut self) {
        self.move_code = None;
        self.emit(Effect::ShowMoveCode(false));
        self.emit(Effect::Focus(FocusTarget::MoveButton));
    }

    /// Without a code, the person goes on here.
    pub(super) fn move_code_received(&mut self, code: Option<String>) {
        match (self.move_code.is_some(), code) {
            (true, Some(code)) => self.move_code = Some(code),
            (true, None) => self.hide_move_code(),
            (false, _) => {}
        }
    }
}
