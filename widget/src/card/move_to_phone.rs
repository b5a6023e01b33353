//! The link as a QR code for the phone's camera, in place of the panel.

use leptos::prelude::*;

use crate::bindings::{on_click, text};
use crate::flow::Input;
use crate::widget::Widget;

pub(super) fn panel(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let advice = words.move_to_phone();
    view! {
        <section class="move">
            <h2>{advice.title}</h2>
            <div class="paper" role="img" aria-label=words.move_label()
                inner_html=text(flow, |flow| flow.move_code.clone().unwrap_or_default())></div>
            <p>{advice.why}</p>
            <button type="button" class="button"
                on:click=on_click(move || widget.dispatch(Input::MoveBackClicked))>
                {words.move_back()}
            </button>
        </section>
    }
}
