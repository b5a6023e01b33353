//! Texts that more than one part of the page shows.

use protocol::words::{Words, fill};

use crate::flow::Flow;

pub(crate) fn title(flow: &Flow, words: &Words) -> String {
    match flow.tenant() {
        "" => words.title_alone().into(),
        tenant => fill(words.title(), tenant),
    }
}

/// The tenant's name, or words in its place while it is not known.
pub(crate) fn tenant<'a>(flow: &'a Flow, words: &'a Words) -> &'a str {
    match flow.tenant() {
        "" => words.someone(),
        tenant => tenant,
    }
}

/// Minutes and seconds: `2:41`.
pub(crate) fn minutes(seconds: u32) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let separator = if rest < 10 { ":0" } else { ":" };
    [&minutes.to_string(), separator, &rest.to_string()].concat()
}
