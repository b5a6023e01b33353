//! The page of a link that cannot be opened: the reason, and what to do next.

use askama::Template;
use protocol::words::{Advice, words};

use super::assets::CSS;
use super::connect::Page;
use super::csp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectedLink {
    Missing,
    Invalid,
    /// Too many requests, from this client or in total.
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
    // Any page may frame it, because it reveals nothing; a developer sees it in place of the widget.
    Ok(Page {
        html,
        policy: csp::policy(&nonce, &csp::Allowed::default()),
    })
}
