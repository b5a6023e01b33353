//! The tabs. One stop for the keyboard; the arrow keys lead from one to the next, and opening costs nothing.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::Widget;
use crate::components::{click, flag, press, text};
use crate::flow::{Flow, Input, Method};

pub(crate) fn bar(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="tabs" role="tablist" aria-label=words.tabs_label
            hidden=flag(flow, |flow| !flow.offer.is_choice() || !flow.screen.has_guide())
            on:keydown=press(move |event| turn(widget, &event))>
            {tab(widget, Method::Qr, words.tab_qr)} {tab(widget, Method::Pairing, words.tab_phone)}
        </div>
    }
}

/// A panel is one only beside tabs.
pub(crate) fn panel_role(flow: &Flow) -> &'static str {
    if flow.offer.is_choice() && flow.screen.has_guide() {
        "tabpanel"
    } else {
        "group"
    }
}

fn tab(widget: Widget, method: Method, name: &'static str) -> impl IntoView {
    let Widget { flow, .. } = widget;
    let open = move |yes: &'static str, no: &'static str| {
        text(flow, move |flow| {
            if flow.tab == method { yes } else { no }.into()
        })
    };
    view! {
        <button type="button" role="tab" id=["tab-", method.name()].concat() class=["tab for-", method.name()].concat()
            aria-controls="panel" aria-selected=open("true", "false") tabindex=open("0", "-1")
            on:click=click(move || widget.happen(Input::ChoseTab(method)))>
            {name}
        </button>
    }
}

fn turn(widget: Widget, event: &KeyboardEvent) {
    if !matches!(
        event.key().as_str(),
        "ArrowLeft" | "ArrowRight" | "Home" | "End"
    ) {
        return;
    }
    event.prevent_default();
    // With two tabs every way leads to the other one, in every direction of writing.
    let next = widget.flow.with_untracked(|flow| flow.tab.next());
    widget.happen(Input::ChoseTab(next));
}
