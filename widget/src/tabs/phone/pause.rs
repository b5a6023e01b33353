//! When no code may be asked for yet: why, how long, and what can be done instead.

use leptos::prelude::*;
use protocol::words::{Words, fill};

use super::{advice, countdown, unless};
use crate::app::Widget;
use crate::components::{click, flag, tenant, text};
use crate::flow::{Flow, Input, Method, Stage};

pub(super) fn pause(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <div class="pause" hidden=unless(widget, &[Stage::Throttled, Stage::Limited, Stage::Spent])>
            <h2>{text(flow, move |flow| advice(flow, words).title.into())}</h2>
            <p>{text(flow, move |flow| fill(advice(flow, words).why, tenant(flow, words)))}</p>
            {countdown(widget)}
            <button type="button" class="button" hidden=flag(flow, |flow| !offers_qr(flow) && !is_over(flow))
                on:click=click(move || widget.happen(wish(widget)))>
                {text(flow, move |flow| next(flow, words).into())}
            </button>
            <button type="button" class="plain" on:click=click(move || widget.happen(Input::WantsOtherNumber))>
                {words.phone.change_number}
            </button>
        </div>
    }
}

/// While the pause lasts, the picture is the way to go on.
fn offers_qr(flow: &Flow) -> bool {
    flow.offer.has(Method::Qr) && !is_over(flow)
}

fn is_over(flow: &Flow) -> bool {
    flow.desk.stage != Stage::Spent && flow.desk.left_s == 0
}

fn next(flow: &Flow, words: &Words) -> &'static str {
    if offers_qr(flow) {
        words.throttled.next
    } else {
        words.phone.new_code
    }
}

fn wish(widget: Widget) -> Input {
    match widget.flow.with_untracked(offers_qr) {
        true => Input::ChoseTab(Method::Qr),
        false => Input::WantsPhoneCode,
    }
}
