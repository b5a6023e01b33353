//! The field for the number, grouped while it is typed, and the button that asks for a code.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{countdown, country, trouble, unless};
use crate::app::Widget;
use crate::components::{click, flag, press, text, truth, typing};
use crate::flow::{Input, Stage};
use crate::{number, page};

pub(super) fn form(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="ask" hidden=unless(widget, &[Stage::Number, Stage::Asking])>
            <label for="number">{words.phone.number}</label>
            <div class="number">
                {country::button(widget)}
                <input id="number" type="tel" inputmode="tel" autocomplete="tel" enterkeyhint="go" dir="ltr"
                    aria-describedby="trouble" aria-invalid=truth(flow, |flow| flow.desk.trouble.is_some())
                    on:input=typing(move |event| typed(widget, &event)) on:keydown=press(move |event| entered(widget, &event))/>
            </div>
            {country::list(widget)}
            <p id="trouble" class="trouble" role="alert" hidden=flag(flow, |flow| flow.desk.trouble.is_none())>
                {text(flow, move |flow| trouble(flow, words))}
            </p>
            <button type="button" class="button" aria-disabled=truth(flow, |flow| flow.desk.stage == Stage::Asking)
                on:click=click(move || widget.happen(Input::WantsPhoneCode))>
                {text(flow, |flow| if flow.desk.stage == Stage::Asking { words.phone.asking } else { words.phone.get_code }.into())}
            </button>
            {countdown(widget)}
        </div>
    }
}

fn typed(widget: Widget, event: &Event) {
    let Some(field) = event
        .target()
        .map(JsCast::unchecked_into::<HtmlInputElement>)
    else {
        return;
    };
    let text = field.value();
    let picked = widget.flow.with_untracked(|flow| flow.picker.picked);
    let grouped = number::grouped(&text, picked);
    // Somebody who corrects the middle is left alone: writing would throw the cursor to the end.
    if grouped != text && page::is_at_end(&field) {
        field.set_value(&grouped);
    }
    widget.happen(Input::Typed(text));
}

fn entered(widget: Widget, event: &KeyboardEvent) {
    if event.key() == "Enter" {
        widget.happen(Input::WantsPhoneCode);
    }
}
