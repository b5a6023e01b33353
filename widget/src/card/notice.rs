//! What is said once the code has done its work: what happened, why, and the next step.

use leptos::prelude::*;
use protocol::words::{Advice, Words, fill};

use super::{click, flag, glyph, text};
use crate::app::Widget;
use crate::flow::{Flow, Input, Method, Screen};
use crate::mask::mask;
use crate::page;

/// Stands in the place of the steps.
pub(super) fn notice(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class="notice" hidden=flag(flow, |flow| flow.screen.has_guide() || flow.screen.is_page())>
            <h2>{text(flow, |flow| advice(flow, words).title.into())}</h2>
            <p class="who" hidden=flag(flow, |flow| who(&flow.screen).is_none())>
                <b>{text(flow, |flow| who(&flow.screen).unwrap_or_default().0)}</b>
                {text(flow, |flow| who(&flow.screen).unwrap_or_default().1)}
            </p>
            <p hidden=flag(flow, |flow| why(flow, words).is_empty())>{text(flow, |flow| why(flow, words))}</p>
            <p class="hint" hidden=flag(flow, |flow| ending(flow, words).is_empty())>
                {text(flow, |flow| ending(flow, words))}
            </p>
            <button type="button" class="button" hidden=flag(flow, move |flow| next(flow, words).is_empty())
                on:click=click(move || widget.happen(wish(widget)))>
                {text(flow, move |flow| next(flow, words).into())}
            </button>
            <a target="_top" rel="noreferrer" class=text(flow, |flow| way_on_class(&flow.screen).into())
                hidden=flag(flow, |flow| !has_way_on(&flow.screen))
                href=text(flow, |flow| flow.screen.callback().unwrap_or_default().into())>
                {text(flow, |flow| way_on(flow, words))}
            </a>
        </section>
    }
}

/// Stands in the place of the whole card.
pub(super) fn page(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class="page" hidden=flag(flow, |flow| !flow.screen.is_page())>
            <div class="sign" inner_html=text(flow, |flow| glyph(&flow.screen))></div>
            <h1>{text(flow, |flow| advice(flow, words).title.into())}</h1>
            <p>{text(flow, |flow| why(flow, words))}</p>
        </section>
    }
}

/// All of it, for those who cannot see it.
pub(super) fn spoken(flow: &Flow, words: &Words) -> String {
    let advice = advice(flow, words);
    [advice.title, " ", &why(flow, words)].concat()
}

fn advice<'a>(flow: &Flow, words: &'a Words) -> &'a Advice {
    match &flow.screen {
        Screen::TimedOut if flow.tab == Method::Pairing => &words.timed_out_phone,
        Screen::Preparing | Screen::Qr | Screen::Scanned => &words.scanned,
        Screen::Connected { .. } => &words.connected,
        Screen::TimedOut => &words.timed_out,
        Screen::Failed { reason, .. } => words.failure(reason),
        Screen::Expired => &words.expired,
        Screen::Cancelled { .. } => &words.cancelled,
        Screen::Unavailable => &words.unavailable,
        Screen::Unreachable => &words.unreachable,
        Screen::Lost => &words.lost,
    }
}

/// The button. Without a QR code to go on with, a pause can only be waited for.
fn next(flow: &Flow, words: &'static Words) -> &'static str {
    match &flow.screen {
        Screen::Failed { reason, .. } if reason == "throttled" && !flow.offer.has(Method::Qr) => {
            words.unavailable.next
        }
        _ => advice(flow, words).next,
    }
}

fn why(flow: &Flow, words: &Words) -> String {
    fill(advice(flow, words).why, tenant(flow, words))
}

pub(crate) fn tenant<'a>(flow: &'a Flow, words: &'a Words) -> &'a str {
    match flow.tenant() {
        "" => words.someone,
        tenant => tenant,
    }
}

/// Name and masked number.
fn who(screen: &Screen) -> Option<(String, String)> {
    match screen {
        Screen::Connected {
            phone_number,
            push_name,
            ..
        } => Some((push_name.clone().unwrap_or_default(), mask(phone_number))),
        _ => None,
    }
}

/// What happens next by itself. In a frame the host decides that.
fn ending(flow: &Flow, words: &Words) -> String {
    match &flow.screen {
        _ if page::framed() => String::new(),
        Screen::Connected {
            callback: Some(_), ..
        } => fill(words.leaving, tenant(flow, words)),
        Screen::Connected { .. } | Screen::Cancelled { callback: None } => words.close_page.into(),
        _ => String::new(),
    }
}

fn wish(widget: Widget) -> Input {
    match widget
        .flow
        .with_untracked(|flow| flow.screen == Screen::Unavailable)
    {
        true => Input::WantsRetry,
        false => Input::WantsCode,
    }
}

/// A page of its own goes on by itself after success; everything else is the person's click.
fn has_way_on(screen: &Screen) -> bool {
    screen.callback().is_some() && (page::framed() || !matches!(screen, Screen::Connected { .. }))
}

fn way_on(flow: &Flow, words: &Words) -> String {
    match flow.screen {
        Screen::Connected { .. } => words.go_on.into(),
        _ => fill(words.go_back, tenant(flow, words)),
    }
}

/// The one thing to do is a button; beside another button it is a quiet link.
fn way_on_class(screen: &Screen) -> &'static str {
    match screen {
        Screen::Failed { .. } => "plain",
        _ => "button",
    }
}
