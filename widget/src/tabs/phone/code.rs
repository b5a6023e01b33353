//! The code to type on the phone, in two groups, and how long it lasts.

use leptos::prelude::*;
use protocol::words::Words;

use super::{countdown, hidden_unless};
use crate::bindings::{bool_text, flag, on_click, text};
use crate::flow::{Flow, Input, Stage};
use crate::markup;
use crate::mask::mask;
use crate::page::PHONE_CODE_ID;
use crate::widget::Widget;

/// Opens the app, where it is installed, at its linked devices.
const WHATSAPP: &str = "https://wa.me/settings/linked_devices";

pub(super) fn code(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let new_code = words.phone_new_code();
    view! {
        <div class="shown" hidden=hidden_unless(widget, &[Stage::Code])>
            {heading(widget)} {letters(widget)}
            <div class="life" aria-hidden="true">
                <div class=text(flow, |flow| ["left a", "left b"][(flow.form.count % 2) as usize].into())
                    hidden=flag(flow, has_ended)></div>
            </div>
            {countdown(widget)}
            <button type="button" class="button" hidden=flag(flow, |flow| !has_ended(flow))
                on:click=on_click(move || widget.dispatch(Input::PhoneCodeClicked))>
                {new_code}
            </button>
            <a class="button open-app" target="_blank" rel="noopener noreferrer" href=WHATSAPP
                hidden=flag(flow, |flow| !offers_whatsapp(flow))>
                {words.open_whatsapp()}
            </a>
            <p class="hint" hidden=flag(flow, has_ended)>{words.phone_hint()}</p>
        </div>
    }
}

/// The styles show the button only on a phone.
fn offers_whatsapp(flow: &Flow) -> bool {
    flow.boot.as_ref().is_some_and(|boot| boot.open_whatsapp) && !has_ended(flow)
}

fn has_ended(flow: &Flow) -> bool {
    !flow.form.has_live_code()
}

/// The number that the code is for, and the button to change it.
fn heading(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <p class="for">
            <span inner_html=text(flow, |flow| code_for(flow, words))></span>
            <button type="button" class="plain" on:click=on_click(move || widget.dispatch(Input::ChangeNumberClicked))>
                {words.phone_change_number()}
            </button>
        </p>
    }
}

fn code_for(flow: &Flow, words: &Words) -> String {
    let number = mask(&flow.form.number);
    markup::of(words.phone_code_for(), |part| match part {
        "{number}" => &number,
        part => part,
    })
}

fn letters(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let label = move |flow: &Flow| {
        let spelled = spelled(&flow.form.code);
        [
            words.phone_code_label(),
            " ",
            &spelled,
            ". ",
            words.phone_copy(),
        ]
        .concat()
    };
    view! {
        <button id=PHONE_CODE_ID type="button" dir="ltr" aria-label=text(flow, label) aria-disabled=bool_text(flow, has_ended)
            class=text(flow, |flow| if has_ended(flow) { "letters over" } else { "letters" }.into())
            on:click=on_click(move || widget.dispatch(Input::CopyClicked))>
            <b>{text(flow, |flow| group(flow, 0))}</b> <b>{text(flow, |flow| group(flow, 1))}</b>
            <small aria-hidden="true">
                {text(flow, |flow| if flow.form.copied { words.phone_copied() } else { words.phone_copy() }.into())}
            </small>
        </button>
    }
}

fn group(flow: &Flow, place: usize) -> String {
    let mut groups = flow.form.code.split('-');
    groups.nth(place).unwrap_or_default().into()
}

/// Letter by letter, as it is typed; a screen reader would read it as a word.
fn spelled(code: &str) -> String {
    let mut spelled = String::new();
    for letter in code.chars() {
        spelled.push(if letter == '-' { ',' } else { letter });
        spelled.push(' ');
    }
    spelled
}
