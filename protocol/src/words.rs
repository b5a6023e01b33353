//! The sentences a person reads.
//!
//! The first HTML comes from the server and the widget takes over from it, so both take their words from
//! here and can never differ. Short, active, second person, no blame, and no word of our trade: "session",
//! "token" and "pairing" never reach the person. What goes wrong is told in three parts: what happened, why
//! if it is known, and the next step as a button.
//!
//! Another language is one more `const` beside [`EN`] and one more line in [`words`]. `{tenant}` stands for
//! whoever asks for the link; [`fill`] puts the name in.

pub use self::cloud::CloudWords;
use self::language::EN;
pub use self::phone::PhoneWords;

mod cloud;
#[cfg(test)]
mod failures;
pub mod language;
mod phone;

/// One line of the steps on the phone: plain words, each followed by the words the phone itself shows.
pub type Instruction = &'static [(&'static str, &'static str)];

/// A state that needs a decision: what happened, why, and the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    pub title: &'static str,
    pub why: &'static str,
    /// The button; empty where nothing on this page helps.
    pub next: &'static str,
}

/// Everything one language says.
#[derive(Debug)]
pub struct Words {
    /// A BCP 47 language tag, for `<html lang>`.
    pub lang: &'static str,

    // The head of the card.
    /// Followed by the tenant's name.
    pub title_before: &'static str,
    /// The title while nobody's name is known.
    pub title_alone: &'static str,

    // The ways to link, while there is more than one.
    pub tabs_label: &'static str,
    pub tab_qr: &'static str,
    pub tab_phone: &'static str,
    pub tab_cloud: &'static str,

    // The code and the line under it.
    /// The code, for those who cannot see it.
    pub qr_label: &'static str,
    pub preparing: &'static str,
    /// Around the seconds left.
    pub count_before: &'static str,
    pub count_after: &'static str,
    pub renewing: &'static str,
    pub offline: &'static str,

    // Linking by number.
    pub phone: PhoneWords,

    // Connecting through Meta's window.
    pub cloud: CloudWords,

    // The steps on the phone.
    pub guide: &'static str,
    pub switch_label: &'static str,
    pub android: &'static str,
    pub iphone: &'static str,
    pub steps_android: [Instruction; 3],
    pub steps_iphone: [Instruction; 3],

    // The quiet end of the card.
    /// Followed by the tenant's name.
    pub asks_before: &'static str,
    /// Between the tenant's name and the host's origin.
    pub asks_on: &'static str,
    pub allows: &'static str,
    pub undo: &'static str,
    pub cancel: &'static str,

    // What comes after the code.
    pub scanned: Advice,
    pub connected: Advice,
    /// Said under the name and number.
    pub leaving: &'static str,
    pub close_page: &'static str,
    /// The button that leads on to the tenant's page.
    pub go_on: &'static str,
    pub go_back: &'static str,
    pub timed_out: Advice,
    /// The same to somebody who was about to type a number.
    pub timed_out_phone: Advice,
    pub cancelled: Advice,
    pub unavailable: Advice,
    pub unreachable: Advice,

    // Full pages.
    pub expired: Advice,
    pub lost: Advice,

    // Why linking failed, by `reason`.
    pub passkey_required: Advice,
    pub coexistence: Advice,
    pub link_refused: Advice,
    pub wrong_number: Advice,
    pub banned: Advice,
    pub outdated: Advice,
    pub device_limit: Advice,
    pub logged_out: Advice,
    pub replaced: Advice,
    pub throttled: Advice,
    pub code_limit: Advice,
    pub unknown: Advice,

    // What a screen reader hears, beyond the titles above.
    pub said_qr: &'static str,
    pub said_new_qr: &'static str,

    // The refusal pages, whose headings are part of the product's contract.
    pub refused_missing: Advice,
    pub refused_invalid: Advice,
    pub refused_busy: Advice,

    /// In place of a tenant's name that is not known.
    pub someone: &'static str,
}

impl Words {
    /// What to say about a failure; a reason this build does not know is told in general words.
    pub fn failure(&self, reason: &str) -> &Advice {
        match reason {
            "passkey_required" => &self.passkey_required,
            "coexistence" => &self.coexistence,
            "link_refused" => &self.link_refused,
            "wrong_number" => &self.wrong_number,
            "banned" => &self.banned,
            "outdated" => &self.outdated,
            "device_limit" => &self.device_limit,
            "logged_out" => &self.logged_out,
            "replaced" => &self.replaced,
            "throttled" => &self.throttled,
            "code_limit" => &self.code_limit,
            "unavailable" | "proxy_refused" => &self.unavailable,
            "unreachable" => &self.unreachable,
            _ => &self.unknown,
        }
    }
}

/// The words for a BCP 47 language tag; English where the language is not spoken here yet.
pub fn words(locale: &str) -> &'static Words {
    // Only the language decides: `en-GB` and `en_US` are both `en`.
    match locale.split(['-', '_']).next() {
        Some("en") => &EN,
        _ => &EN,
    }
}

/// A sentence with the tenant's name in place of `{tenant}`.
pub fn fill(sentence: &str, tenant: &str) -> String {
    // By single characters: a search for a whole word would add 3 kB to what a person downloads.
    match (sentence.split_once('{'), sentence.split_once('}')) {
        (Some((before, _)), Some((_, after))) => [before, tenant, after].concat(),
        _ => sentence.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_sentences() {
        let known = [
            "passkey_required",
            "coexistence",
            "link_refused",
            "wrong_number",
            "banned",
            "outdated",
            "device_limit",
            "logged_out",
            "replaced",
            "throttled",
            "code_limit",
            "unavailable",
            "proxy_refused",
            "unreachable",
        ];
        for reason in known {
            assert_ne!(EN.failure(reason), &EN.unknown, "{reason}");
        }
        assert_eq!(EN.failure("something_new"), &EN.unknown);
    }

    #[test]
    fn an_unknown_language_is_answered_in_english() {
        assert_eq!(words("tlh-Latn").lang, "en");
        assert_eq!(words("en-GB").lang, "en");
        assert_eq!(words("").lang, "en");
    }

    #[test]
    fn the_tenant_is_named() {
        assert_eq!(fill("Back to {tenant}", "Acme"), "Back to Acme");
        assert_eq!(fill("Nobody is named", "Acme"), "Nobody is named");
    }
}
