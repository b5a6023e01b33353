//! The end of the card: who asks, what the link allows, how to undo it, and the button to cancel.

use leptos::prelude::*;

use crate::bindings::{flag, on_click, text};
use crate::flow::{Flow, Input, Screen};
use crate::widget::Widget;

const SHIELD: &str = concat!(
    r#"<path d="M10 2.75 3.75 5v4.5c0 3.75 2.5 6.4 6.25 7.75 3.75-1.35 6.25-4 6.25-7.75V5z"/>"#,
    r#"<path d="m7.25 9.75 2 2 3.5-3.75"/>"#
);

pub(super) fn footer(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <footer class="foot" hidden=flag(flow, |flow| is_hidden(&flow.screen) && !flow.shows_signup())>
            <div class="trust">
                <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" inner_html=SHIELD></svg>
                <p>
                    <span hidden=flag(flow, |flow| flow.tenant().is_empty())>
                        {words.asks_before} <b>{text(flow, |flow| flow.tenant().into())}</b>
                        {text(flow, |flow| if origin(flow).is_empty() { "" } else { words.asks_on }.into())}
                        <b id="origin">{text(flow, |flow| origin(flow).into())}</b> ". "
                    </span>
                    {words.allows} " " <span class="by-device">{words.undo}</span>
                    <span class="by-cloud">{words.cloud.undo}</span>
                </p>
            </div>
            <button type="button" class="plain" on:click=on_click(move || widget.dispatch(Input::CancelClicked))>
                {words.cancel}
            </button>
        </footer>
    }
}

fn is_hidden(screen: &Screen) -> bool {
    match screen {
        Screen::Connected { .. } | Screen::Cancelled { .. } => true,
        // The notice has a link to the tenant's page.
        Screen::Failed { callback, .. } => callback.is_some(),
        _ => screen.is_full_page(),
    }
}

/// The host's origin, without `https://`.
fn origin(flow: &Flow) -> &str {
    let host = flow.host();
    host.strip_prefix("https://").unwrap_or(host)
}
