//! Linking by number: what the person typed, the code that came back, and when the next may be requested.
//!
//! A code arrives twice, as the answer to the person's request and on the live stream, which also brings it back
//! after a reload. Either may be first, so both lead to the same state.

use protocol::view::PhoneCode;

use super::timer::{CodeTimer, seconds_until};
use crate::countries::Country;
use crate::number;

/// How long "Copied" is shown.
const COPIED_MS: f64 = 2_500.0;
/// The wait before another request if the service does not return one.
const DEFAULT_WAIT_MS: u64 = 60_000;

/// What the form shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The field for the number.
    #[default]
    Number,
    Requesting,
    Code,
    /// WhatsApp issues no codes for a while.
    Throttled,
    /// Our own limit is reached.
    Limited,
    /// Our own limit is reached for as long as this link lives.
    Exhausted,
}

/// Why there is no code, as the service returned it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PhoneCodeError {
    pub(crate) code: String,
    pub(crate) reason: String,
    pub(crate) retry_after_ms: Option<u64>,
}

/// A number in international form, or a local number of a country.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PhoneCodeRequest {
    pub(crate) number: String,
    /// ISO 3166 alpha-2.
    pub(crate) country: &'static str,
}

#[derive(Default)]
pub(crate) struct PhoneForm {
    pub(crate) stage: Stage,
    /// The field's text.
    pub(crate) typed: String,
    /// What is wrong with it.
    pub(crate) error: Option<PhoneCodeError>,
    /// `ABCD-EFGH`.
    pub(crate) code: String,
    /// The number of the last code, as the service returned it.
    pub(crate) number: String,
    /// The last request.
    pub(crate) requested: PhoneCodeRequest,
    /// How many codes this page has shown.
    pub(crate) count: u32,
    /// Seconds left of the code or of the wait.
    pub(crate) left_s: u32,
    pub(crate) copied: bool,
    ends_at: f64,
    copied_until: f64,
    /// The last code on the stream; a code that the stream no longer carries has ended.
    streamed_code: String,
    /// The code that the person left in order to enter another number.
    abandoned_code: String,
}

impl PhoneForm {
    /// The code on the live stream, if there is one.
    pub(super) fn handle_streamed_code(
        &mut self,
        code: Option<PhoneCode>,
        at: f64,
    ) -> Option<CodeTimer> {
        let Some(code) = code else {
            self.end_streamed_code(at);
            return None;
        };
        self.streamed_code.clone_from(&code.code);
        if code.code == self.abandoned_code {
            return None;
        }
        self.show(code, at)
    }

    /// A view without a code ends one that was on the stream before. A code that the stream has not carried yet is
    /// newer than the view.
    fn end_streamed_code(&mut self, at: f64) {
        let was_streamed = !self.streamed_code.is_empty() && self.streamed_code == self.code;
        if self.stage == Stage::Code && was_streamed {
            self.ends_at = self.ends_at.min(at);
        }
        self.streamed_code.clear();
    }

    /// The answer to the person's request.
    pub(super) fn handle_requested_code(&mut self, code: PhoneCode, at: f64) -> Option<CodeTimer> {
        self.abandoned_code.clear();
        self.show(code, at)
    }

    /// Returns a timer for a code that was not shown before.
    fn show(&mut self, code: PhoneCode, at: f64) -> Option<CodeTimer> {
        let is_shown = self.stage == Stage::Code && self.code == code.code;
        self.ends_at = at + code.remaining_ms as f64;
        self.stage = Stage::Code;
        self.error = None;
        self.code = code.code;
        self.requested.number.clone_from(&code.phone_number);
        self.number = code.phone_number;
        if is_shown {
            return None;
        }
        self.count += 1;
        Some(CodeTimer::new(code.lasts_ms, code.remaining_ms))
    }

    /// The request for a code, if there is a number in the field.
    pub(super) fn request(&mut self, picked: Country) -> Option<PhoneCodeRequest> {
        let Some(number) = number::requested(&self.typed, picked) else {
            self.show_error(PhoneCodeError {
                code: "invalid_phone_number".into(),
                reason: "not_a_number".into(),
                retry_after_ms: None,
            });
            return None;
        };
        self.requested = PhoneCodeRequest {
            number,
            country: picked.iso,
        };
        Some(self.request_again())
    }

    /// The same request as before.
    pub(super) fn request_again(&mut self) -> PhoneCodeRequest {
        self.error = None;
        self.stage = Stage::Requesting;
        self.requested.clone()
    }

    /// Returns true if the person must wait before another request.
    pub(super) fn handle_error(&mut self, error: PhoneCodeError, at: f64) -> bool {
        self.stage = match (error.code.as_str(), error.retry_after_ms) {
            ("throttled", _) => Stage::Throttled,
            ("code_limit", None) => Stage::Exhausted,
            ("code_limit", _) => Stage::Limited,
            _ => {
                self.show_error(error);
                return false;
            }
        };
        self.ends_at = at + error.retry_after_ms.unwrap_or(DEFAULT_WAIT_MS) as f64;
        true
    }

    fn show_error(&mut self, error: PhoneCodeError) {
        self.stage = Stage::Number;
        self.error = Some(error);
    }

    /// Back to the field, with what was typed.
    pub(super) fn change_number(&mut self) {
        self.abandoned_code.clone_from(&self.code);
        self.stage = Stage::Number;
        self.error = None;
    }

    pub(super) fn copied_at(&mut self, at: f64) {
        self.copied_until = at + COPIED_MS;
    }

    pub(super) fn count_down(&mut self, at: f64) {
        self.left_s = seconds_until(self.ends_at, at);
        self.copied = at < self.copied_until;
    }

    /// True while a code can be typed on the phone.
    pub(crate) fn has_live_code(&self) -> bool {
        self.stage == Stage::Code && self.left_s > 0
    }
}
