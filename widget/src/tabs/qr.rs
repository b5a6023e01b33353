//! Linking by a QR code that the phone scans.

use leptos::prelude::*;
use protocol::words::{Words, fill};

use crate::bindings::{flag, text};
use crate::flow::{Flow, Method, Screen};
use crate::icon::icon;
use crate::widget::Widget;

/// Starts at the middle of the top, where a clock starts.
const RING: &str =
    "M50 .5H94.5a5 5 0 0 1 5 5v89a5 5 0 0 1-5 5h-89a5 5 0 0 1-5-5v-89a5 5 0 0 1 5-5z";
/// The corners of a QR code, so that the empty place is recognised.
const PLACEHOLDER: &str = concat!(
    r#"<path d="M4 4h17v17H4zM48 4h17v17H48zM4 48h17v17H4z"#,
    r#"M11.5 11.5h2v2h-2zM55.5 11.5h2v2h-2zM11.5 55.5h2v2h-2z"/>"#
);

/// The code on white paper, the ring that shows its remaining life, and the line below. A result's icon replaces the
/// code.
pub(super) fn panel(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class="hero">
            <div class=text(flow, |flow| code_class(flow).into())>
                <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
                    <path d=RING></path>
                    <path d=RING pathLength="1"
                        class=text(flow, |flow| ["left a", "left b"][flow.qr.visible_layer()].into())
                        hidden=flag(flow, |flow| flow.screen != Screen::Qr)>
                    </path>
                </svg>
                <div id="qr" class="paper" role="img" aria-label=words.qr_label()>
                    <svg class="bones" viewBox="0 0 69 69" aria-hidden="true" inner_html=PLACEHOLDER></svg>
                    {layer(flow, 0)} {layer(flow, 1)}
                </div>
                <div class="sign" hidden=flag(flow, |flow| flow.screen.has_instructions())
                    inner_html=text(flow, |flow| icon(&flow.screen))></div>
            </div>
            <p class="count">{text(flow, |flow| countdown(flow, words))}</p>
        </section>
    }
}

fn layer(flow: RwSignal<Flow>, layer: usize) -> impl IntoView {
    let class = move |flow: &Flow| {
        let is_visible = flow.screen != Screen::Preparing && flow.qr.visible_layer() == layer;
        if is_visible { "plate shown" } else { "plate" }.into()
    };
    view! { <div class=text(flow, class) inner_html=text(flow, move |flow| flow.qr.layer(layer).into())></div> }
}

/// A code that cannot be used any more is dimmed; a result replaces it.
fn code_class(flow: &Flow) -> &'static str {
    match flow.screen {
        Screen::Preparing => "code",
        Screen::Qr if flow.offline() && flow.qr.left_s == 0 => "code dim",
        Screen::Qr => "code",
        Screen::Scanned | Screen::TimedOut if flow.tab == Method::Qr => "code dim",
        Screen::Connected { .. } => "code done good",
        Screen::Failed { .. } => "code done bad",
        _ => "code done",
    }
}

fn countdown(flow: &Flow, words: &Words) -> String {
    let left_s = flow.qr.left_s;
    match flow.screen {
        Screen::Preparing | Screen::Qr | Screen::Scanned if flow.offline() => {
            words.offline().into()
        }
        Screen::Preparing => words.preparing().into(),
        Screen::Qr if left_s == 0 => words.renewing().into(),
        Screen::Qr => fill(words.count(), &left_s.to_string()),
        // Keeps the line's height, so that nothing below it moves.
        _ => "\u{a0}".into(),
    }
}
