//! What is said where a person links by number instead of by picture.

use super::{Advice, Instruction};

/// The words of one language for linking by number.
#[derive(Debug)]
pub struct PhoneWords {
    // Asking for a code.
    pub number: &'static str,
    pub country: &'static str,
    pub search: &'static str,
    /// No country fits what was searched for.
    pub nothing_found: &'static str,
    pub get_code: &'static str,
    pub asking: &'static str,

    // The code.
    /// Before the code, for those who cannot see it.
    pub code_label: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    /// Followed by minutes and seconds.
    pub expires: &'static str,
    pub over: &'static str,
    pub new_code: &'static str,
    /// Followed by the masked number.
    pub code_for: &'static str,
    pub change_number: &'static str,
    pub hint: &'static str,
    pub steps_android: [Instruction; 3],
    pub steps_iphone: [Instruction; 3],
    pub said_code: &'static str,

    // When no code may be asked for yet.
    /// Followed by minutes and seconds.
    pub possible: &'static str,
    /// `code_limit` without an end: this link gives out no more.
    pub spent: Advice,

    // What is wrong with the number, by `reason`.
    pub not_a_number: &'static str,
    pub unknown_country: &'static str,
    pub too_short: &'static str,
    pub too_long: &'static str,
    pub invalid: &'static str,
    /// The tenant expects another one.
    pub wrong_number: &'static str,
    /// No code came, and not for anything the person did.
    pub no_code: &'static str,
    /// … because WhatsApp cannot be reached.
    pub unreachable: &'static str,
}

impl PhoneWords {
    /// The sentence beside the number field, by the `code` and `reason` of the service's refusal.
    pub fn refusal(&self, code: &str, reason: &str) -> &'static str {
        match (code, reason) {
            ("wrong_number", _) => self.wrong_number,
            ("invalid_phone_number", "not_a_number") => self.not_a_number,
            ("invalid_phone_number", "unknown_country") => self.unknown_country,
            ("invalid_phone_number", "too_short") => self.too_short,
            ("invalid_phone_number", "too_long") => self.too_long,
            ("invalid_phone_number", _) => self.invalid,
            ("whatsapp_unreachable", _) => self.unreachable,
            _ => self.no_code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::EN;

    #[test]
    fn each_error_of_a_number_has_its_own_sentence() {
        let reasons = [
            "not_a_number",
            "unknown_country",
            "too_short",
            "too_long",
            "invalid",
        ];
        let mut sentences: Vec<_> = reasons
            .map(|reason| EN.phone.refusal("invalid_phone_number", reason))
            .into();
        sentences.push(EN.phone.refusal("wrong_number", ""));
        sentences.push(EN.phone.refusal("unavailable", ""));
        sentences.push(EN.phone.refusal("whatsapp_unreachable", ""));
        let told = sentences.len();
        sentences.sort_unstable();
        sentences.dedup();
        assert_eq!(sentences.len(), told);
    }

    #[test]
    fn an_unknown_reason_gets_the_general_sentence() {
        assert_eq!(
            EN.phone.refusal("invalid_phone_number", "landline"),
            EN.phone.invalid
        );
    }
}
