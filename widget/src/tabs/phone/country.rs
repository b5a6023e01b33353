//! Which country the number is from: a button with the code, and a list that can be searched.

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::app::Widget;
use crate::components::{click, clicked, flag, press, text, truth, typing};
use crate::flow::{Flow, Input, Pick, Spot};
use crate::page;

/// What a line's id starts with; its place in the list follows.
const LINE: &str = "country-";

pub(super) fn button(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <button id="country" type="button" class="country" dir="ltr" aria-haspopup="listbox" aria-controls="countries"
            aria-expanded=truth(flow, |flow| flow.picker.open)
            aria-label=text(flow, move |flow| [words.phone.country, ": ", flow.picker.picked.name, " +", flow.picker.picked.dial].concat())
            on:mousedown=clicked(keep_focus) on:click=click(move || widget.happen(Input::Picked(Pick::Toggle)))>
            {text(flow, |flow| [flow.picker.picked.iso, " +", flow.picker.picked.dial].concat())}
        </button>
    }
}

pub(super) fn list(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="picker" hidden=flag(flow, |flow| !flow.picker.open)>
            <input id="search" type="text" autocomplete="off" role="combobox" aria-controls="countries" aria-autocomplete="list"
                aria-expanded=truth(flow, |flow| flow.picker.open)
                aria-activedescendant=text(flow, |flow| [LINE, &flow.picker.active.to_string()].concat())
                aria-label=words.phone.search placeholder=words.phone.search
                on:input=typing(move |event| search(widget, &event)) on:keydown=press(move |event| steer(widget, &event))
                on:blur=move |_| widget.happen(Input::Picked(Pick::Close))/>
            <ul id="countries" role="listbox" aria-label=words.phone.country inner_html=text(flow, lines)
                on:mousedown=clicked(keep_focus) on:click=clicked(move |event| take(widget, &event))></ul>
            <p class="count" hidden=flag(flow, |flow| !flow.picker.found.is_empty())>{words.phone.nothing_found}</p>
        </div>
    }
}

/// The table is ours and holds no markup, so it goes in as it is.
fn lines(flow: &Flow) -> String {
    let mut html = String::new();
    for (line, country) in flow.picker.found.iter().enumerate() {
        let on = if line == flow.picker.active {
            "\" class=\"on\" aria-selected=\"true"
        } else {
            "\" aria-selected=\"false"
        };
        let parts = [
            "<li role=\"option\" id=\"",
            LINE,
            &line.to_string(),
            on,
            "\">",
            country.name,
            "<span>+",
            country.dial,
            "</span></li>",
        ];
        html.push_str(&parts.concat());
    }
    html
}

fn search(widget: Widget, event: &Event) {
    if let Some(field) = event.target() {
        let query = page::value_of(field.unchecked_ref::<HtmlElement>());
        widget.happen(Input::Picked(Pick::Search(query)));
        page::reveal_active();
    }
}

fn steer(widget: Widget, event: &KeyboardEvent) {
    let pick = match event.key().as_str() {
        "ArrowDown" => Pick::Down,
        "ArrowUp" => Pick::Up,
        "Enter" => Pick::Take,
        "Escape" => Pick::Close,
        _ => return,
    };
    event.prevent_default();
    let leaves = matches!(pick, Pick::Close);
    widget.happen(Input::Picked(pick));
    if leaves {
        page::focus_on(Spot::Country);
    }
}

/// A press on the button or the list must not take the keyboard from the search, which would close it.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

fn take(widget: Widget, event: &MouseEvent) {
    let line = event.target().and_then(|target| {
        target
            .unchecked_into::<Element>()
            .closest("li")
            .ok()
            .flatten()
    });
    let place = line.and_then(|line| line.id().strip_prefix(LINE)?.parse().ok());
    if let Some(place) = place {
        widget.happen(Input::Picked(Pick::TakeThis(place)));
    }
}
