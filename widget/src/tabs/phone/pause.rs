//! While no code may be requested: why, for how long, and what the person can do instead.

use leptos::prelude::*;
use protocol::words::{Words, fill};

use super::{advice, countdown, hidden_unless};
use crate::bindings::{flag, on_click, text};
use crate::flow::{Flow, Input, Method, Stage};
use crate::texts::tenant;
use crate::widget::Widget;

pub(super) fn pause(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="pause" hidden=hidden_unless(widget, &[Stage::Throttled, Stage::Limited, Stage::Exhausted])>
            <h2>{text(flow, move |flow| advice(flow, words).title.into())}</h2>
            <p>{text(flow, move |flow| fill(advice(flow, words).why, tenant(flow, words)))}</p>
            {countdown(widget)}
            <button type="button" class="button" hidden=flag(flow, |flow| !offers_qr(flow) && !is_over(flow))
                on:click=on_click(move || widget.dispatch(button_input(widget)))>
                {text(flow, move |flow| button_label(flow, words).into())}
            </button>
            <button type="button" class="plain" on:click=on_click(move || widget.dispatch(Input::ChangeNumberClicked))>
                {words.phone_change_number()}
            </button>
        </div>
    }
}

/// During the pause, the person can continue with the QR code.
fn offers_qr(flow: &Flow) -> bool {
    flow.methods.contains(Method::Qr) && !is_over(flow)
}

fn is_over(flow: &Flow) -> bool {
    flow.form.stage != Stage::Exhausted && flow.form.left_s == 0
}

fn button_label(flow: &Flow, words: &Words) -> &'static str {
    if offers_qr(flow) {
        words.failure("throttled").next
    } else {
        words.phone_new_code()
    }
}

fn button_input(widget: Widget) -> Input {
    if widget.flow.with_untracked(offers_qr) {
        Input::TabSelected(Method::Qr)
    } else {
        Input::PhoneCodeClicked
    }
}
