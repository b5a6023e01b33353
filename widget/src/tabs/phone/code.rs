//! The code to type, in two groups, and what is left of its life.

use leptos::prelude::*;

use super::{countdown, unless};
use crate::app::Widget;
use crate::components::{click, flag, text};
use crate::flow::{Flow, Input, Stage};
use crate::mask::mask;
use crate::page;

pub(super) fn shown(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let dead = |flow: &Flow| !flow.desk.has_living_code();
    view! {
        <div class="shown" hidden=unless(widget, &[Stage::Code])>
            <p class="for">
                {words.phone.code_for} <b dir="ltr">{text(flow, |flow| mask(&flow.desk.number))}</b>
                <button type="button" class="plain" on:click=click(move || widget.happen(Input::WantsOtherNumber))>
                    {words.phone.change_number}
                </button>
            </p>
            <button id=page::CODE type="button" class=text(flow, move |flow| if dead(flow) { "letters over" } else { "letters" }.into())
                dir="ltr" aria-label=text(flow, move |flow| [words.phone.code_label, " ", &spelled(&flow.desk.code), ". ", words.phone.copy].concat())
                on:click=click(move || widget.happen(Input::WantsCopy))>
                <b>{text(flow, |flow| group(flow, 0))}</b> <b>{text(flow, |flow| group(flow, 1))}</b>
                <small aria-hidden="true">
                    {text(flow, |flow| if flow.desk.copied { words.phone.copied } else { words.phone.copy }.into())}
                </small>
            </button>
            <div class="life" aria-hidden="true">
                <div class=text(flow, |flow| ["left a", "left b"][(flow.desk.count % 2) as usize].into()) hidden=flag(flow, dead)></div>
            </div>
            {countdown(widget)}
            <button type="button" class="button" hidden=flag(flow, move |flow| !dead(flow))
                on:click=click(move || widget.happen(Input::WantsPhoneCode))>
                {words.phone.new_code}
            </button>
            <p class="hint" hidden=flag(flow, dead)>{words.phone.hint}</p>
        </div>
    }
}

fn group(flow: &Flow, place: usize) -> String {
    let mut groups = flow.desk.code.split('-');
    groups.nth(place).unwrap_or_default().into()
}

/// Letter by letter, as it is typed; a screen reader would make a word of it.
fn spelled(code: &str) -> String {
    let mut spelled = String::new();
    for letter in code.chars() {
        spelled.push(if letter == '-' { ',' } else { letter });
        spelled.push(' ');
    }
    spelled
}
