//! The end of the card: who asks, what the link allows, how to undo it, and the button to cancel.

use leptos::prelude::*;
use protocol::words::{Words, fill};

use crate::bindings::{flag, on_click, text};
use crate::flow::{Flow, Input, Screen};
use crate::markup;
use crate::texts::tenant;
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
                    <span inner_html=text(flow, |flow| asked(flow, words))></span>
                    " " {text(flow, |flow| fill(words.allows(), tenant(flow, words)))} " " <span class="by-device">{words.undo()}</span>
                    <span class="by-cloud">{words.cloud_undo()}</span>
                </p>
            </div>
            <div class="ways">
                <button type="button" class="plain to-phone"
                    hidden=flag(flow, |flow| !flow.offers_move())
                    on:click=on_click(move || widget.dispatch(Input::MoveClicked))>
                    {words.move_to_phone().next}
                </button>
                <button type="button" class="plain" on:click=on_click(move || widget.dispatch(Input::CancelClicked))>
                    {words.cancel()}
                </button>
            </div>
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

/// Who asks, and on which page; a page that the link does not name is said to be one.
fn asked(flow: &Flow, words: &Words) -> String {
    let tenant = flow.tenant();
    let (named, framing) = (flow.host(), flow.unnamed_host());
    match (tenant, named, framing) {
        ("", ..) => String::new(),
        (_, "", "") => filled(words.asked_by(), tenant, ""),
        (_, "", framing) => {
            let framed_by = filled(words.framed_by(), tenant, framing);
            [&filled(words.asked_by(), tenant, ""), " ", &framed_by].concat()
        }
        (_, named, _) => filled(words.asked_on(), tenant, named),
    }
}

/// A sentence as markup, with names that come from outside.
fn filled(sentence: &str, tenant: &str, origin: &str) -> String {
    markup::of(sentence, |part| match part {
        "{tenant}" => tenant,
        "{origin}" => origin.strip_prefix("https://").unwrap_or(origin),
        part => part,
    })
}
