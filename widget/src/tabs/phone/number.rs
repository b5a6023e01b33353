//! The field for the number, grouped while it is typed, and the button that requests a code.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{countdown, country, error_text, hidden_unless};
use crate::bindings::{bool_text, flag, on_click, on_input, on_key, text};
use crate::flow::{Flow, Input, Stage};
use crate::number;
use crate::page::number_field;
use crate::widget::Widget;

pub(super) fn number(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="ask" hidden=hidden_unless(widget, &[Stage::Number, Stage::Requesting])>
            <label for="number">{words.phone_number()}</label>
            <div class="number">
                {country::button(widget)}
                <input id="number" type="tel" inputmode="tel" autocomplete="tel" enterkeyhint="go" dir="ltr"
                    aria-describedby="trouble" aria-invalid=bool_text(flow, |flow| flow.form.error.is_some())
                    on:input=on_input(move |event| typed(widget, &event))
                    on:keydown=on_key(move |event| key_pressed(widget, &event))/>
            </div>
            {country::list(widget)}
            <p id="trouble" class="trouble" role="alert" hidden=flag(flow, |flow| flow.form.error.is_none())>
                {text(flow, move |flow| error_text(flow, words))}
            </p>
            <button type="button" class="button" aria-disabled=bool_text(flow, is_requesting)
                on:click=on_click(move || widget.dispatch(Input::PhoneCodeClicked))>
                {text(flow, |flow| if is_requesting(flow) { words.phone_asking() } else { words.phone_get_code() }.into())}
            </button>
            {countdown(widget)}
        </div>
    }
}

fn is_requesting(flow: &Flow) -> bool {
    flow.form.stage == Stage::Requesting
}

fn typed(widget: Widget, event: &Event) {
    let Some(field) = event.target() else { return };
    let field: HtmlInputElement = field.unchecked_into();
    let text = field.value();
    let picked = widget.flow.with_untracked(|flow| flow.picker.picked);
    let grouped = number::grouped(&text, picked);
    // Not while the person corrects the middle: writing would move the cursor to the end.
    if grouped != text && number_field::is_cursor_at_end(&field) {
        field.set_value(&grouped);
    }
    widget.dispatch(Input::NumberTyped(text));
}

fn key_pressed(widget: Widget, event: &KeyboardEvent) {
    if event.key() == "Enter" {
        widget.dispatch(Input::PhoneCodeClicked);
    }
}
