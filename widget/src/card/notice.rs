//! The result: what happened, why, and the next step.

use leptos::prelude::*;
use protocol::words::{Advice, Words, fill};

use crate::bindings::{flag, on_click, text};
use crate::flow::{Flow, Input, Method, Screen};
use crate::icon::icon;
use crate::mask::mask;
use crate::page;
use crate::texts::tenant;
use crate::widget::Widget;

/// Replaces the instructions.
pub(super) fn notice(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let is_hidden = |flow: &Flow| {
        flow.screen.has_instructions() || flow.screen.is_full_page() || flow.shows_signup()
    };
    view! {
        <section class="notice" hidden=flag(flow, is_hidden)>
            <h2>{text(flow, |flow| advice(flow, words).title.into())}</h2>
            <p class="who" hidden=flag(flow, |flow| account(&flow.screen).is_none())>
                <b>{text(flow, |flow| account(&flow.screen).unwrap_or_default().0)}</b>
                <span dir="ltr">{text(flow, |flow| account(&flow.screen).unwrap_or_default().1)}</span>
            </p>
            <p hidden=flag(flow, |flow| cause(flow, words).is_empty())>{text(flow, |flow| cause(flow, words))}</p>
            <p class="hint" hidden=flag(flow, |flow| outlook(flow, words).is_empty())>
                {text(flow, |flow| outlook(flow, words))}
            </p>
            <button type="button" class="button" hidden=flag(flow, move |flow| button_label(flow, words).is_empty())
                on:click=on_click(move || widget.dispatch(button_input(widget)))>
                {text(flow, move |flow| button_label(flow, words).into())}
            </button>
            <a target="_top" rel="noreferrer" class=text(flow, |flow| link_class(&flow.screen).into())
                hidden=flag(flow, |flow| !has_link(&flow.screen))
                href=text(flow, |flow| flow.screen.callback().unwrap_or_default().into())>
                {text(flow, |flow| link_label(flow, words))}
            </a>
        </section>
    }
}

/// Replaces the whole card.
pub(super) fn full_page(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class="page" hidden=flag(flow, |flow| !flow.screen.is_full_page())>
            <div class="sign" inner_html=text(flow, |flow| icon(&flow.screen))></div>
            <h1>{text(flow, |flow| advice(flow, words).title.into())}</h1>
            <p>{text(flow, |flow| cause(flow, words))}</p>
        </section>
    }
}

pub(super) fn announcement(flow: &Flow, words: &Words) -> String {
    let advice = advice(flow, words);
    [advice.title, " ", &cause(flow, words)].concat()
}

fn advice(flow: &Flow, words: &Words) -> Advice {
    match &flow.screen {
        Screen::TimedOut if flow.tab == Method::Pairing => words.timed_out_phone(),
        Screen::Preparing | Screen::Qr | Screen::Scanned => words.scanned(),
        Screen::Connected { .. } => words.connected(),
        Screen::TimedOut => words.timed_out(),
        Screen::Failed { reason, .. } => words.failure(reason),
        Screen::Expired => words.expired(),
        Screen::Cancelled { .. } => words.cancelled(),
        Screen::Unavailable => words.failure("unavailable"),
        Screen::Unreachable => words.failure("unreachable"),
        Screen::Lost => words.lost(),
    }
}

fn cause(flow: &Flow, words: &Words) -> String {
    fill(advice(flow, words).why, tenant(flow, words))
}

/// Without a QR code to continue with, a throttled person can only try again later.
fn button_label(flow: &Flow, words: &Words) -> &'static str {
    match &flow.screen {
        Screen::Failed { reason, .. }
            if reason == "throttled" && !flow.methods.contains(Method::Qr) =>
        {
            words.failure("unavailable").next
        }
        _ => advice(flow, words).next,
    }
}

fn button_input(widget: Widget) -> Input {
    let is_unavailable = |flow: &Flow| flow.screen == Screen::Unavailable;
    if widget.flow.with_untracked(is_unavailable) {
        Input::RetryClicked
    } else {
        Input::RenewClicked
    }
}

/// The connected account's name and masked number.
fn account(screen: &Screen) -> Option<(String, String)> {
    match screen {
        Screen::Connected {
            phone_number,
            push_name,
            ..
        } => Some((push_name.clone().unwrap_or_default(), mask(phone_number))),
        _ => None,
    }
}

/// What happens next without a click. In a frame the host decides that.
fn outlook(flow: &Flow, words: &Words) -> String {
    match &flow.screen {
        _ if page::is_framed() => String::new(),
        Screen::Connected { .. } if flow.is_opened_by_frame => words.cloud_close_tab().into(),
        Screen::Connected {
            callback: Some(_), ..
        } => fill(words.leaving(), tenant(flow, words)),
        Screen::Connected { .. } | Screen::Cancelled { callback: None } => {
            words.close_page().into()
        }
        _ => String::new(),
    }
}

/// At top level the page leaves without a click after success, so that needs no link.
fn has_link(screen: &Screen) -> bool {
    let is_success = matches!(screen, Screen::Connected { .. });
    screen.callback().is_some() && (page::is_framed() || !is_success)
}

fn link_label(flow: &Flow, words: &Words) -> String {
    match flow.screen {
        Screen::Connected { .. } => words.go_on().into(),
        _ => fill(words.go_back(), tenant(flow, words)),
    }
}

/// The only next step is a button; next to another button it is a plain link.
fn link_class(screen: &Screen) -> &'static str {
    match screen {
        Screen::Failed { .. } => "plain",
        _ => "button",
    }
}
