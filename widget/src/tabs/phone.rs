//! Linking by a code that is typed on the phone: the number, the code, or the pause until the next one.

use leptos::prelude::*;
use protocol::words::{Advice, Words, fill};

use crate::bindings::{Flag, flag, text};
use crate::flow::{Flow, Stage};
use crate::texts::{minutes, tenant};
use crate::widget::Widget;

mod code;
mod country;
mod number;
mod pause;

pub(super) fn panel(widget: Widget) -> impl IntoView {
    view! {
        <section class="desk by-phone">
            {number::number(widget)} {code::code(widget)} {pause::pause(widget)}
        </section>
    }
}

/// What a screen reader reads out, politely.
pub(crate) fn announcement(flow: &Flow, words: &Words) -> String {
    match flow.form.stage {
        _ if flow.offline() => words.offline(),
        Stage::Number => "",
        Stage::Requesting => words.phone_asking(),
        Stage::Code if flow.form.copied => words.phone_copied(),
        Stage::Code if flow.form.left_s == 0 => words.phone_over(),
        Stage::Code => words.phone_said_code(),
        Stage::Throttled | Stage::Limited | Stage::Exhausted => advice(flow, words).title,
    }
    .into()
}

fn advice(flow: &Flow, words: &Words) -> Advice {
    match flow.form.stage {
        Stage::Throttled => words.failure("throttled"),
        Stage::Exhausted => words.phone_spent(),
        _ => words.failure("code_limit"),
    }
}

/// True unless the form is at one of these stages.
fn hidden_unless(widget: Widget, stages: &'static [Stage]) -> Flag {
    flag(widget.flow, move |flow| !stages.contains(&flow.form.stage))
}

fn countdown(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <p class="count" hidden=flag(flow, move |flow| countdown_text(flow, words).is_empty())>
            {text(flow, move |flow| countdown_text(flow, words))}
        </p>
    }
}

fn countdown_text(flow: &Flow, words: &Words) -> String {
    let left_s = flow.form.left_s;
    match flow.form.stage {
        _ if flow.offline() => words.offline().into(),
        Stage::Code if left_s == 0 => words.phone_over().into(),
        Stage::Code => fill(words.phone_expires(), &minutes(left_s)),
        Stage::Throttled | Stage::Limited if left_s > 0 => {
            fill(words.phone_possible(), &minutes(left_s))
        }
        _ => String::new(),
    }
}

/// What is wrong with the number.
fn error_text(flow: &Flow, words: &Words) -> String {
    let sentence = flow
        .form
        .error
        .as_ref()
        .map_or("", |error| words.number_error(&error.code, &error.reason));
    fill(sentence, tenant(flow, words))
}
