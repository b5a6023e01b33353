//! The tab bar. It is one stop for the keyboard; the arrow keys move between the tabs and open them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::bindings::{flag, on_click, on_key, text};
use crate::flow::{Flow, Input, Method};
use crate::widget::Widget;

pub(crate) fn bar(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="tabs" role="tablist" aria-label=words.tabs_label() hidden=flag(flow, |flow| !flow.offers_tabs())
            on:keydown=on_key(move |event| move_by_key(widget, &event))>
            {Method::ALL.map(|method| button(widget, method))}
        </div>
    }
}

/// The card's middle is a tab panel only below a tab bar.
pub(crate) fn panel_role(flow: &Flow) -> &'static str {
    if flow.offers_tabs() {
        "tabpanel"
    } else {
        "group"
    }
}

fn button(widget: Widget, method: Method) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let if_open = move |yes: &'static str, no: &'static str| {
        text(flow, move |flow| {
            if flow.tab == method { yes } else { no }.into()
        })
    };
    view! {
        <button type="button" role="tab" id=["tab-", method.name()].concat() class=["tab for-", method.name()].concat()
            aria-controls="panel" aria-selected=if_open("true", "false") tabindex=if_open("0", "-1")
            hidden=flag(flow, move |flow| !flow.methods.contains(method))
            on:click=on_click(move || widget.dispatch(Input::TabSelected(method)))>
            {super::tab(method, words).label}
        </button>
    }
}

fn move_by_key(widget: Widget, event: &KeyboardEvent) {
    let key = event.key();
    let key = match (key.as_str(), widget.words.dir()) {
        ("ArrowLeft", "rtl") => "ArrowRight",
        ("ArrowRight", "rtl") => "ArrowLeft",
        (key, _) => key,
    };
    let target = widget
        .flow
        .with_untracked(|flow| flow.methods.by_key(key, flow.tab));
    if let Some(tab) = target {
        event.prevent_default();
        widget.dispatch(Input::TabSelected(tab));
    }
}
