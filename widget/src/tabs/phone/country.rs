//! The country of the number: a button with its dialling code, and a list that can be searched.

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use protocol::words::Words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::bindings::{bool_text, flag, on_click, on_input, on_key, on_mouse, text};
use crate::flow::{Flow, FocusTarget, Input, PickerInput};
use crate::page::{focus, region_names};
use crate::widget::Widget;

/// An entry's id starts with this; its place in the list follows.
const ENTRY: &str = "country-";

pub(super) fn button(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let label = move |flow: &Flow| {
        let picked = flow.picker.picked;
        let name = region_names::of(picked.iso);
        [
            words.phone_country(),
            ": ",
            &name,
            ", ",
            picked.iso,
            " +",
            picked.dial,
        ]
        .concat()
    };
    view! {
        <button id="country" type="button" class="country" dir="ltr" aria-haspopup="listbox" aria-controls="countries"
            aria-expanded=bool_text(flow, |flow| flow.picker.open) aria-label=text(flow, label)
            on:mousedown=on_mouse(keep_focus) on:click=on_click(move || toggle(widget))>
            {text(flow, |flow| [flow.picker.picked.iso, " +", flow.picker.picked.dial].concat())}
        </button>
    }
}

pub(super) fn list(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="picker" hidden=flag(flow, |flow| !flow.picker.open)>
            {search_field(widget)}
            <ul id="countries" role="listbox" aria-label=words.phone_country() inner_html=text(flow, |flow| entries(flow, words))
                on:mousedown=on_mouse(keep_focus) on:click=on_mouse(move |event| pick(widget, &event))></ul>
        </div>
    }
}

fn search_field(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let active_id = |flow: &Flow| [ENTRY, &flow.picker.active.to_string()].concat();
    view! {
        <input id="search" type="text" autocomplete="off" role="combobox" aria-controls="countries"
            aria-autocomplete="list" aria-expanded=bool_text(flow, |flow| flow.picker.open)
            aria-activedescendant=text(flow, active_id) aria-label=words.phone_search() placeholder=words.phone_search()
            on:input=on_input(move |event| search(widget, &event))
            on:keydown=on_key(move |event| move_by_key(widget, &event))
            on:blur=move |_| dispatch(widget, PickerInput::Close)/>
    }
}

/// The names are the browser's and contain no markup, so they are not escaped.
fn entries(flow: &Flow, words: &Words) -> String {
    let mut html = String::new();
    if flow.picker.found.is_empty() {
        // An entry, so that it is read out like the others.
        let no_entry = "<li role=\"option\" aria-disabled=\"true\" id=\"country-0\">";
        html.push_str(&[no_entry, words.phone_nothing_found(), "</li>"].concat());
    }
    for (place, named) in flow.picker.found.iter().enumerate() {
        let selected = if place == flow.picker.active {
            "\" class=\"on\" aria-selected=\"true"
        } else {
            "\" aria-selected=\"false"
        };
        let parts = [
            "<li role=\"option\" id=\"",
            ENTRY,
            &place.to_string(),
            selected,
            "\">",
            &named.name,
            "<span dir=\"ltr\">+",
            named.country.dial,
            "</span></li>",
        ];
        html.push_str(&parts.concat());
    }
    html
}

/// The names are made when they are needed for the first time.
fn toggle(widget: Widget) {
    if !widget.flow.with_untracked(|flow| flow.picker.has_list()) {
        dispatch(widget, PickerInput::List(region_names::all()));
    }
    dispatch(widget, PickerInput::Toggle);
}

fn dispatch(widget: Widget, input: PickerInput) {
    widget.dispatch(Input::Picker(input));
}

fn search(widget: Widget, event: &Event) {
    if let Some(field) = event.target() {
        let query = field.unchecked_into::<HtmlInputElement>().value();
        dispatch(widget, PickerInput::Search(region_names::folded(&query)));
        focus::scroll_to_active_country();
    }
}

fn move_by_key(widget: Widget, event: &KeyboardEvent) {
    let input = match event.key().as_str() {
        "ArrowDown" => PickerInput::Down,
        "ArrowUp" => PickerInput::Up,
        "Enter" => PickerInput::PickActive,
        "Escape" => PickerInput::Close,
        _ => return,
    };
    event.prevent_default();
    let closes = matches!(input, PickerInput::Close);
    dispatch(widget, input);
    if closes {
        focus::on(FocusTarget::CountryButton);
    }
}

/// A press on the button or the list must not take the focus from the search field, which would close the list.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

fn pick(widget: Widget, event: &MouseEvent) {
    let entry = event
        .target()
        .and_then(|target| target.unchecked_into::<Element>().closest("li").ok()?);
    let place = entry.and_then(|entry| entry.id().strip_prefix(ENTRY)?.parse().ok());
    if let Some(place) = place {
        dispatch(widget, PickerInput::Pick(place));
    }
}
