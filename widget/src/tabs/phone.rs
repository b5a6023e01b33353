//! Linking by a code that is typed on the phone: the number, the code, or the pause until the next one.

use leptos::prelude::*;
use protocol::words::{Advice, Words, fill};

use crate::app::Widget;
use crate::components::{clock, flag, tenant, text};
use crate::flow::{Flow, Stage};

mod code;
mod country;
mod number;
mod pause;

/// Stands in the picture's place while its tab is open.
pub(crate) fn desk(widget: Widget) -> impl IntoView {
    view! {
        <section class="desk">
            {number::form(widget)} {code::shown(widget)} {pause::pause(widget)}
        </section>
    }
}

/// What a screen reader is told, politely.
pub(crate) fn said(flow: &Flow, words: &Words) -> String {
    match flow.desk.stage {
        _ if flow.offline() => words.offline.into(),
        Stage::Number => String::new(),
        Stage::Asking => words.phone.asking.into(),
        Stage::Code if flow.desk.copied => words.phone.copied.into(),
        Stage::Code if flow.desk.left_s == 0 => words.phone.over.into(),
        Stage::Code => words.phone.said_code.into(),
        Stage::Throttled | Stage::Limited | Stage::Spent => advice(flow, words).title.into(),
    }
}

fn advice<'a>(flow: &Flow, words: &'a Words) -> &'a Advice {
    match flow.desk.stage {
        Stage::Throttled => &words.throttled,
        Stage::Spent => &words.phone.spent,
        _ => &words.code_limit,
    }
}

/// Hidden unless the desk is at one of these.
fn unless(widget: Widget, stages: &'static [Stage]) -> crate::components::Flag {
    flag(widget.flow, move |flow| !stages.contains(&flow.desk.stage))
}

/// The line that counts down.
fn countdown(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <p class="count" hidden=flag(flow, move |flow| line(flow, words).is_empty())>
            {text(flow, move |flow| line(flow, words))}
        </p>
    }
}

fn line(flow: &Flow, words: &Words) -> String {
    let left = clock(flow.desk.left_s);
    match flow.desk.stage {
        _ if flow.offline() => words.offline.into(),
        Stage::Code if flow.desk.left_s == 0 => words.phone.over.into(),
        Stage::Code => [words.phone.expires, &left].concat(),
        Stage::Throttled | Stage::Limited if flow.desk.left_s > 0 => {
            [words.phone.possible, &left].concat()
        }
        _ => String::new(),
    }
}

/// What is wrong with the number.
fn trouble(flow: &Flow, words: &Words) -> String {
    let sentence = flow.desk.trouble.as_ref().map_or("", |refusal| {
        words.phone.refusal(&refusal.code, &refusal.reason)
    });
    fill(sentence, tenant(flow, words))
}
