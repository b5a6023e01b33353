//! The instructions for the phone, for Android and for iPhone.

use leptos::prelude::*;

use super::Tab;
use crate::bindings::{bool_text, on_click, text};
use crate::flow::{Flow, Input, Method, PhoneOs};
use crate::markup;
use crate::page::root;
use crate::widget::Widget;

pub(crate) fn guide(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class=text(flow, |flow| if is_needed(flow) { "guide" } else { "guide away" }.into())>
            <div class="guide-head">
                <h2 class="by-device">{words.guide()}</h2>
                <h2 class="by-cloud">{words.cloud_guide()}</h2>
                <div class="switch" role="group" aria-label=words.switch_label()>
                    {switch(widget, PhoneOs::Android)} {switch(widget, PhoneOs::Iphone)}
                </div>
            </div>
            {Method::ALL.map(|method| instructions(super::tab(method, words)))}
        </section>
    }
}

/// False once the person needs no instructions.
fn is_needed(flow: &Flow) -> bool {
    if flow.shows_signup() {
        return flow.signup.is_before_access();
    }
    flow.screen.has_instructions()
}

fn switch(widget: Widget, phone_os: PhoneOs) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let (class, label) = match phone_os {
        PhoneOs::Android => ("for-android", words.android()),
        PhoneOs::Iphone => ("for-iphone", words.iphone()),
    };
    let select = move || {
        root::show_phone_os(phone_os);
        widget.dispatch(Input::PhoneOsSelected(phone_os));
    };
    view! {
        <button type="button" class=class aria-pressed=bool_text(flow, move |flow| flow.phone_os == phone_os)
            on:click=on_click(select)>
            {label}
        </button>
    }
}

fn instructions(tab: Tab) -> impl IntoView {
    view! {
        <ol class=["steps ", tab.class, " on-android"].concat() inner_html=items(tab.on_android)></ol>
        <ol class=["steps ", tab.class, " on-iphone"].concat() inner_html=items(tab.on_iphone)></ol>
    }
}

fn items(steps: [&'static str; 3]) -> String {
    let items = steps.map(|step| ["<li>", &markup::of(step, |part| part), "</li>"].concat());
    items.concat()
}
