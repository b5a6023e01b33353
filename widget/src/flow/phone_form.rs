//! Linking by number: what the person typed, the code that came back, and when the next may be asked for.
//!
//! A code arrives twice, as the answer to the person's wish and on the live stream, which also brings it back
//! after a reload. Either may be first, so both lead to the same state.

use protocol::view::PhoneCode;

use crate::countries::Country;
use crate::number;

/// How long "Copied" stands there.
const COPIED_MS: f64 = 2_500.0;
/// When to try again where nobody says how long the pause is.
const PAUSE_MS: u64 = 60_000;

/// What stands on the desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The field for the number.
    #[default]
    Number,
    /// The code is on its way.
    Asking,
    Code,
    /// WhatsApp gives out no more codes for a while.
    Throttled,
    /// Our own limit is reached.
    Limited,
    /// … for as long as this link lives.
    Spent,
}

/// Why there is no code, in the service's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) reason: String,
    pub(crate) retry_after_ms: Option<u64>,
}

/// What a code is asked for with: a number in international form, or a local number of a country.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CodeRequest {
    pub(crate) number: String,
    /// ISO 3166 alpha-2.
    pub(crate) country: &'static str,
}

#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) stage: Stage,
    /// The field's text.
    pub(crate) typed: String,
    /// What is wrong with it.
    pub(crate) trouble: Option<Refusal>,
    /// `ABCD-EFGH`.
    pub(crate) code: String,
    /// The number of the last code, as the service returned it.
    pub(crate) number: String,
    /// What the last code was asked for with.
    pub(crate) requested: CodeRequest,
    /// How many codes this page has shown.
    pub(crate) count: u32,
    /// Seconds left of the code or of the pause.
    pub(crate) left_s: u32,
    pub(crate) copied: bool,
    until: f64,
    copied_until: f64,
    /// The code the stream spoke of last; what it no longer speaks of is over.
    on_stream: String,
    /// The code the person turned away from, to give another number.
    put_away: String,
}

/// A code's life for its line: how long it lasts and how old it is.
pub(super) type Life = (u32, u32);

impl Desk {
    /// What the stream says about a code.
    pub(super) fn hear(&mut self, code: Option<PhoneCode>, at: f64) -> Option<Life> {
        let Some(code) = code else {
            let told_before = !self.on_stream.is_empty() && self.on_stream == self.code;
            if self.stage == Stage::Code && told_before {
                self.until = self.until.min(at);
            }
            self.on_stream.clear();
            return None;
        };
        self.on_stream.clone_from(&code.code);
        if code.code == self.put_away {
            return None;
        }
        self.show(code, at)
    }

    pub(super) fn answered(&mut self, code: PhoneCode, at: f64) -> Option<Life> {
        self.put_away.clear();
        self.show(code, at)
    }

    fn show(&mut self, code: PhoneCode, at: f64) -> Option<Life> {
        let known = self.stage == Stage::Code && self.code == code.code;
        self.until = at + code.remaining_ms as f64;
        self.stage = Stage::Code;
        self.trouble = None;
        self.code = code.code;
        self.requested.number.clone_from(&code.phone_number);
        self.number = code.phone_number;
        if known {
            return None;
        }
        self.count += 1;
        let age = code.lasts_ms.saturating_sub(code.remaining_ms);
        Some((code.lasts_ms as u32, age as u32))
    }

    /// The request for a code, if there is a number in the field.
    pub(super) fn ask(&mut self, picked: Country) -> Option<CodeRequest> {
        let Some(number) = number::requested(&self.typed, picked) else {
            self.object(Refusal {
                code: "invalid_phone_number".into(),
                reason: "not_a_number".into(),
                retry_after_ms: None,
            });
            return None;
        };
        self.requested = CodeRequest {
            number,
            country: picked.iso,
        };
        Some(self.ask_again())
    }

    /// The same request as before.
    pub(super) fn ask_again(&mut self) -> CodeRequest {
        self.trouble = None;
        self.stage = Stage::Asking;
        self.requested.clone()
    }

    pub(super) fn refused(&mut self, refusal: Refusal, at: f64) {
        let pause = match refusal.code.as_str() {
            "throttled" => Stage::Throttled,
            "code_limit" if refusal.retry_after_ms.is_none() => Stage::Spent,
            "code_limit" => Stage::Limited,
            _ => return self.object(refusal),
        };
        self.stage = pause;
        self.until = at + refusal.retry_after_ms.unwrap_or(PAUSE_MS) as f64;
    }

    fn object(&mut self, refusal: Refusal) {
        self.stage = Stage::Number;
        self.trouble = Some(refusal);
    }

    /// Back to the field, with what was typed.
    pub(super) fn change_number(&mut self) {
        self.put_away.clone_from(&self.code);
        self.stage = Stage::Number;
        self.trouble = None;
    }

    pub(super) fn copied_at(&mut self, at: f64) {
        self.copied_until = at + COPIED_MS;
    }

    pub(super) fn count_down(&mut self, at: f64) {
        self.left_s = ((self.until - at) / 1000.0).ceil().max(0.0) as u32;
        self.copied = at < self.copied_until;
    }

    /// True while a code can be typed on the phone.
    pub(crate) fn has_living_code(&self) -> bool {
        self.stage == Stage::Code && self.left_s > 0
    }
}
