//! Linking by a code the phone scans.

use leptos::prelude::*;
use protocol::words::{Instruction, Words};

use crate::app::Widget;
use crate::components::{click, flag, glyph, text};
use crate::flow::{Flow, Input, Method, Phone, Screen};
use crate::page;

/// Starts at the top in the middle, where a clock starts.
const RING: &str =
    "M50 .5H94.5a5 5 0 0 1 5 5v89a5 5 0 0 1-5 5h-89a5 5 0 0 1-5-5v-89a5 5 0 0 1 5-5z";
/// What a code has in its corners, so that the empty paper is recognised.
const BONES: &str = r#"<path d="M4 4h17v17H4zM48 4h17v17H48zM4 48h17v17H4zM11.5 11.5h2v2h-2zM55.5 11.5h2v2h-2zM11.5 55.5h2v2h-2z"/>"#;

/// The code on its white paper, the ring of its life, and the line under it.
pub(crate) fn hero(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class="hero">
            <div class=text(flow, code_class)>
                <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
                    <path d=RING></path>
                    <path d=RING pathLength="1" class=text(flow, |flow| ["left a", "left b"][flow.codes.on_show()].into())
                        hidden=flag(flow, |flow| flow.screen != Screen::Qr)>
                    </path>
                </svg>
                <div id="qr" class="paper" role="img" aria-label=words.qr_label>
                    <svg class="bones" viewBox="0 0 69 69" aria-hidden="true" inner_html=BONES></svg>
                    {sheet(flow, 0)} {sheet(flow, 1)}
                </div>
                <div class="sign" hidden=flag(flow, |flow| flow.screen.has_guide())
                    inner_html=text(flow, |flow| glyph(&flow.screen))></div>
            </div>
            <p class="count">{text(flow, |flow| line(flow, words))}</p>
        </section>
    }
}

/// The steps on the phone.
pub(crate) fn guide(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let choose = move |phone| {
        click(move || {
            page::show_words_of(phone);
            widget.happen(Input::Chose(phone));
        })
    };
    let pressed = move |phone| {
        text(flow, move |flow| {
            ["false", "true"][usize::from(flow.phone == phone)].into()
        })
    };
    view! {
        <section class=text(flow, |flow| if flow.screen.has_guide() { "guide" } else { "guide away" }.into())>
            <div class="guide-head">
                <h2>{words.guide}</h2>
                <div class="switch" role="group" aria-label=words.switch_label>
                    <button type="button" class="for-android" aria-pressed=pressed(Phone::Android) on:click=choose(Phone::Android)>
                        {words.android}
                    </button>
                    <button type="button" class="for-iphone" aria-pressed=pressed(Phone::Iphone) on:click=choose(Phone::Iphone)>
                        {words.iphone}
                    </button>
                </div>
            </div>
            <ol class="steps by-qr on-android" inner_html=steps(&words.steps_android)></ol>
            <ol class="steps by-qr on-iphone" inner_html=steps(&words.steps_iphone)></ol>
            <ol class="steps by-phone on-android" inner_html=steps(&words.phone.steps_android)></ol>
            <ol class="steps by-phone on-iphone" inner_html=steps(&words.phone.steps_iphone)></ol>
        </section>
    }
}

fn sheet(flow: RwSignal<Flow>, sheet: usize) -> impl IntoView {
    let class = move |flow: &Flow| match flow.screen != Screen::Preparing
        && flow.codes.on_show() == sheet
    {
        true => "plate shown".into(),
        false => "plate".into(),
    };
    view! { <div class=text(flow, class) inner_html=text(flow, move |flow| flow.codes.sheet(sheet).into())></div> }
}

/// A code that is of no use any more is dimmed; a result takes its place.
fn code_class(flow: &Flow) -> String {
    match flow.screen {
        Screen::Preparing => "code",
        Screen::Qr if flow.offline() && flow.left_s == 0 => "code dim",
        Screen::Qr => "code",
        // There was no picture that could have been dimmed.
        Screen::Scanned | Screen::TimedOut if flow.tab == Method::Pairing => "code done",
        Screen::Scanned | Screen::TimedOut => "code dim",
        Screen::Connected { .. } => "code done good",
        Screen::Failed { .. } => "code done bad",
        _ => "code done",
    }
    .into()
}

fn line(flow: &Flow, words: &Words) -> String {
    match flow.screen {
        Screen::Preparing | Screen::Qr | Screen::Scanned if flow.offline() => words.offline.into(),
        Screen::Preparing => words.preparing.into(),
        Screen::Qr if flow.left_s == 0 => words.renewing.into(),
        Screen::Qr => [
            words.count_before,
            &flow.left_s.to_string(),
            words.count_after,
        ]
        .concat(),
        // Keeps its place, so that nothing below it moves.
        _ => "\u{a0}".into(),
    }
}

/// The words are ours and hold no markup, so they go in as they are.
fn steps(steps: &[Instruction]) -> String {
    let mut html = String::new();
    for step in steps {
        html.push_str("<li>");
        for (plain, shown) in *step {
            html.push_str(&[plain, "<b>", shown, "</b>"].concat());
        }
        html.push_str("</li>");
    }
    html
}
