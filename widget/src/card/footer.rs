//! The quiet end of the card: who asks, what they may do then, how to undo it, and the way out.

use leptos::prelude::*;

use super::{click, flag, text};
use crate::app::Widget;
use crate::flow::{Flow, Input, Screen};

const SHIELD: &str = r#"<path d="M10 2.75 3.75 5v4.5c0 3.75 2.5 6.4 6.25 7.75 3.75-1.35 6.25-4 6.25-7.75V5z"/><path d="m7.25 9.75 2 2 3.5-3.75"/>"#;

pub(super) fn foot(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <footer class="foot" hidden=flag(flow, |flow| is_away(&flow.screen))>
            <div class="trust">
                <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" inner_html=SHIELD></svg>
                <p>
                    <span hidden=flag(flow, |flow| flow.tenant().is_empty())>
                        {words.asks_before} <b>{text(flow, |flow| flow.tenant().into())}</b>
                        {text(flow, |flow| if origin(flow).is_empty() { "" } else { words.asks_on }.into())}
                        <b id="origin">{text(flow, |flow| origin(flow).into())}</b> ". "
                    </span>
                    {words.allows} " " {words.undo}
                </p>
            </div>
            <button type="button" class="plain" on:click=click(move || widget.happen(Input::WantsCancel))>
                {words.cancel}
            </button>
        </footer>
    }
}

fn is_away(screen: &Screen) -> bool {
    match screen {
        Screen::Connected { .. } | Screen::Cancelled { .. } => true,
        // There the way back is offered as a link already.
        Screen::Failed { callback, .. } => callback.is_some(),
        _ => screen.is_page(),
    }
}

/// The host's origin; `https` goes without saying.
fn origin(flow: &Flow) -> &str {
    let host = flow.host();
    host.strip_prefix("https://").unwrap_or(host)
}
