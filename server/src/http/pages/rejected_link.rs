//! The page for a link that opens nothing, or not now: what it is, and what to do next.

use askama::Template;
use protocol::words::{Advice, words};

use super::assets::CSS;
use super::connect::Page;
use super::csp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectedLink {
    Missing,
    Invalid,
    /// Too many requests, of this caller or of everybody.
    Busy,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Html<'a> {
    nonce: &'a str,
    css: &'static str,
    theme: &'static str,
    title: &'static str,
    what: &'static str,
    next: &'static str,
}

pub fn page(rejected: RejectedLink) -> Result<Page, askama::Error> {
    let words = words("en");
    let advice: &Advice = match rejected {
        RejectedLink::Missing => &words.refused_missing,
        RejectedLink::Invalid => &words.refused_invalid,
        RejectedLink::Busy => &words.refused_busy,
    };
    let nonce = csp::nonce();
    let html = Html {
        nonce: &nonce,
        css: CSS,
        theme: "auto",
        title: advice.title,
        what: advice.why,
        next: advice.next,
    }
    .render()?;
    // It reveals nothing, so any page may frame it: a developer sees it where the widget should be.
    Ok(Page {
        html,
        policy: csp::policy(&nonce, &[], None),
    })
}
