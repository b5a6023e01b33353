//! The card and its parts. Each is a window onto the flow and decides nothing.
//!
//! The server's first HTML (`server/templates/connect.html`) has the same elements with the same classes, so
//! that taking over moves nothing. Whoever changes one changes the other; a browser test compares them.

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use protocol::words::Words;

use crate::app::Widget;
use crate::flow::{Flow, Screen};
use crate::tabs::{bar, phone, qr};

mod foot;
mod glyph;
mod notice;

pub(crate) use self::{glyph::glyph, notice::tenant};

// One boxed type per kind of dynamic part: with a type per closure Leptos' code would be there dozens of times.
pub(crate) type Text = Box<dyn Fn() -> String + Send>;
pub(crate) type Flag = Box<dyn Fn() -> bool + Send>;
pub(crate) type Click = Box<dyn FnMut(MouseEvent)>;
pub(crate) type Press = Box<dyn FnMut(KeyboardEvent)>;
pub(crate) type Typing = Box<dyn FnMut(Event)>;

pub(crate) fn card(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <main id="card" class="card" data-step=text(flow, |flow| flow.name().into())>
            <p class="spoken" role="status">{text(flow, |flow| said(flow, words))}</p>
            <header class="head" hidden=flag(flow, |flow| flow.screen.is_page())>
                <span class="initial" aria-hidden="true">
                    {text(flow, |flow| flow.tenant().chars().take(1).collect())}
                </span>
                <h1>{text(flow, |flow| title(flow, words))}</h1>
            </header>
            {bar::bar(widget)}
            <div id="panel" class="body" role=text(flow, |flow| bar::panel_role(flow).into())
                aria-labelledby=text(flow, |flow| ["tab-", flow.tab.name()].concat()) hidden=flag(flow, |flow| flow.screen.is_page())>
                {qr::hero(widget)} {phone::desk(widget)}
                <div class="side">{qr::guide(widget)} {notice::notice(widget)}</div>
            </div>
            {foot::foot(widget)} {notice::page(widget)}
        </main>
    }
}

/// A part that is text.
pub(crate) fn text(flow: RwSignal<Flow>, say: impl Fn(&Flow) -> String + Send + 'static) -> Text {
    reading(flow, Box::new(say))
}

/// A part that is there or not.
pub(crate) fn flag(flow: RwSignal<Flow>, is: impl Fn(&Flow) -> bool + Send + 'static) -> Flag {
    asking(flow, Box::new(is))
}

fn reading(flow: RwSignal<Flow>, say: Box<dyn Fn(&Flow) -> String + Send>) -> Text {
    Box::new(move || flow.with(&say))
}

fn asking(flow: RwSignal<Flow>, is: Box<dyn Fn(&Flow) -> bool + Send>) -> Flag {
    Box::new(move || flow.with(&is))
}

pub(crate) fn click(act: impl Fn() + 'static) -> Click {
    Box::new(move |_| act())
}

pub(crate) fn clicked(act: impl FnMut(MouseEvent) + 'static) -> Click {
    Box::new(act)
}

pub(crate) fn press(act: impl FnMut(KeyboardEvent) + 'static) -> Press {
    Box::new(act)
}

pub(crate) fn typing(act: impl FnMut(Event) + 'static) -> Typing {
    Box::new(act)
}

/// A length of time as it is read off a watch: `2:41`.
pub(crate) fn clock(seconds: u32) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let pad = if rest < 10 { ":0" } else { ":" };
    [&minutes.to_string(), pad, &rest.to_string()].concat()
}

/// The value of an attribute that says yes or no.
pub(crate) fn truth(flow: RwSignal<Flow>, is: impl Fn(&Flow) -> bool + Send + 'static) -> Text {
    text(flow, move |flow| {
        if is(flow) { "true" } else { "false" }.into()
    })
}

pub(crate) fn title(flow: &Flow, words: &Words) -> String {
    match flow.tenant() {
        "" => words.title_alone.into(),
        tenant => [words.title_before, tenant].concat(),
    }
}

/// What a screen reader is told, politely, of a change it cannot see.
fn said(flow: &Flow, words: &Words) -> String {
    if flow.at_desk() {
        return phone::said(flow, words);
    }
    match (&flow.screen, flow.offline()) {
        (Screen::Preparing, false) => String::new(),
        (Screen::Preparing | Screen::Qr, true) => words.offline.into(),
        (Screen::Qr, false) if flow.codes.count() < 2 => words.said_qr.into(),
        // A region that says the same again is not read again; a space of either kind makes it another text.
        (Screen::Qr, false) => [words.said_new_qr, ["", "\u{a0}"][flow.codes.on_show()]].concat(),
        _ => notice::spoken(flow, words),
    }
}
