//! The page of a link that cannot be opened: the reason, and what to do next.

use askama::Template;

use super::assets::CSS;
use super::connect::Page;
use super::csp;
use super::languages::Language;

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
    lang: &'static str,
    dir: &'static str,
    title: &'static str,
    what: &'static str,
    next: &'static str,
}

pub fn page(rejected: RejectedLink, language: &'static Language) -> Result<Page, askama::Error> {
    let words = &language.texts.rejected;
    let advice = match rejected {
        RejectedLink::Missing => &words.missing,
        RejectedLink::Invalid => &words.invalid,
        RejectedLink::Busy => &words.busy,
    };
    let nonce = csp::nonce();
    let html = Html {
        nonce: &nonce,
        css: CSS,
        theme: "auto",
        lang: language.words().lang(),
        dir: language.words().dir(),
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
