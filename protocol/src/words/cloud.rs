//! What is said where a person connects a number through Meta's window.
//!
//! The person knows Meta as Facebook, so every sentence says Facebook.

use super::{Advice, Instruction};

mod en;
#[cfg(test)]
mod tests;

pub(super) use en::EN;

/// The words of one language for Meta's signup.
#[derive(Debug)]
pub struct CloudWords {
    pub guide: &'static str,
    pub steps: [Instruction; 3],
    /// In place of how to undo a linked device.
    pub undo: &'static str,

    // What the tab shows, one after the other.
    pub start: Advice,
    pub loading: &'static str,
    pub waiting: Advice,
    pub working: Advice,
    pub choosing: Advice,
    pub no_number: Advice,
    pub needs_pin: Advice,
    pub pin: &'static str,

    // When there is no window.
    pub blocked: Advice,
    pub no_sdk: Advice,
    /// The link in a frame, and at top level.
    pub new_tab: &'static str,
    pub go_to: &'static str,
    /// In the tab that a frame has opened, once the number is connected.
    pub close_tab: &'static str,

    /// The button after a problem, by its remedy.
    pub sign_up_again: &'static str,
    pub try_again: &'static str,

    // One sentence about what has just happened.
    pub left: &'static str,
    pub closed: &'static str,
    /// The window reported success but gave no access.
    pub incomplete: &'static str,
    pub not_sent: &'static str,
    pub not_reached: &'static str,
    pub invalid_pin: &'static str,
    pub wrong_pin: &'static str,

    /// Why a signup stopped, by `signup.problem`. The last one is for problems that this build does not know.
    pub problems: &'static [(&'static str, Advice)],
    /// Errors that Meta's window reported: codes, separated by spaces, and a sentence. The last one is for all others.
    pub errors: &'static [(&'static str, &'static str)],
}

impl CloudWords {
    /// What to say about a problem.
    pub fn problem(&self, code: &str) -> &Advice {
        let known = self.problems.iter().find(|row| row.0 == code);
        let (_, advice) = known.unwrap_or(&self.problems[self.problems.len() - 1]);
        advice
    }

    /// What to say about an error of Meta's window.
    pub fn error(&self, code: &str) -> &'static str {
        let is_for = |codes: &str| codes.split(' ').any(|one| one == code);
        let known = self.errors.iter().find(|row| is_for(row.0));
        known.unwrap_or(&self.errors[self.errors.len() - 1]).1
    }
}
