//! The numbers to choose from, one button each.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{clicked, dispatch};
use crate::bindings::{flag, on_mouse, text};
use crate::flow::{Flow, SignupInput, SignupStage};
use crate::markup::escaped;
use crate::number;
use crate::widget::Widget;

/// A button's id starts with this; its place in the list follows.
const ENTRY: &str = "choice-";

pub(super) fn list(widget: Widget) -> impl IntoView {
    let Widget { flow, .. } = widget;
    view! {
        <div class="choices" hidden=flag(flow, |flow| !is_choosing(flow)) inner_html=text(flow, entries)
            on:click=on_mouse(move |event| choose(widget, &event))></div>
    }
}

fn is_choosing(flow: &Flow) -> bool {
    flow.signup.stage() == SignupStage::Choosing
}

fn entries(flow: &Flow) -> String {
    let served = flow.signup.served.as_ref().filter(|_| is_choosing(flow));
    let mut html = String::new();
    for (place, number) in served.iter().flat_map(|served| &served.numbers).enumerate() {
        let shown = number::grouped(&number.phone_number, flow.picker.picked);
        let parts = [
            "<button type=\"button\" class=\"choice\" id=\"",
            ENTRY,
            &place.to_string(),
            "\"><b dir=\"ltr\">",
            &escaped(&shown),
            "</b> ",
            &escaped(number.name.as_deref().unwrap_or_default()),
            "</button>",
        ];
        html.push_str(&parts.concat());
    }
    html
}

fn choose(widget: Widget, event: &MouseEvent) {
    let place = clicked(event, ".choice").and_then(|it| it.id().strip_prefix(ENTRY)?.parse().ok());
    if let Some(place) = place {
        dispatch(widget, SignupInput::NumberClicked(place));
    }
}
