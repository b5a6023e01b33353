//! Connecting a number through Meta's window: one thing to do at a time, and what becomes of it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use protocol::words::{Advice, Words, fill};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::bindings::{bool_text, flag, on_click, on_input, on_key, text};
use crate::flow::{Flow, Input, SignupAction, SignupInput, SignupStage};
use crate::texts::tenant;
use crate::widget::Widget;
use crate::{page, token};

mod numbers;
mod texts;

const PIN_LABEL: &str = "<label for=\"pin\">";
const PIN_FIELD: &str = concat!(
    r#"</label><input id="pin" type="text" inputmode="numeric" autocomplete="off" maxlength="6" enterkeyhint="go" "#,
    r#"dir="ltr" aria-describedby="note">"#
);

/// An action and where it is shown.
type Read = fn(&Flow) -> Option<SignupAction>;

const FIRST: Read = |flow| flow.signup.action();
const SECOND: Read = |flow| flow.signup.other_action();

pub(super) fn panel(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <section class="desk by-cloud signup">
            <h2>{text(flow, |flow| advice(flow, words).title.into())}</h2>
            <p>{text(flow, |flow| fill(advice(flow, words).why, tenant(flow, words)))}</p>
            {numbers::list(widget)} {pin(widget)}
            <p id="note" class=text(flow, |flow| texts::note_class(flow).into())
                hidden=flag(flow, |flow| flow.signup.note.is_none())>
                {text(flow, |flow| texts::note(flow, words).into())}
            </p>
            {button(widget, FIRST, "button")} {link(widget)} {button(widget, SECOND, "plain")}
            <p class="count" hidden=flag(flow, |flow| texts::progress(flow, words).is_empty())>
                {text(flow, |flow| texts::progress(flow, words).into())}
            </p>
        </section>
    }
}

/// What a screen reader reads out, politely.
pub(crate) fn announcement(flow: &Flow, words: &Words) -> String {
    let note = texts::note(flow, words);
    match flow.signup.stage() {
        _ if flow.offline() => words.offline().into(),
        _ if !note.is_empty() => note.into(),
        SignupStage::Start => String::new(),
        _ => {
            let advice = advice(flow, words);
            [advice.title, " ", &fill(advice.why, tenant(flow, words))].concat()
        }
    }
}

fn advice(flow: &Flow, words: &Words) -> Advice {
    texts::advice(&flow.signup, words)
}

/// The label and the field never change, so they are written as text.
fn pin(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let is_hidden = |flow: &Flow| flow.signup.stage() != SignupStage::NeedsPin;
    let field = [PIN_LABEL, words.cloud_pin(), PIN_FIELD].concat();
    view! {
        <div class="pin" hidden=flag(flow, is_hidden) inner_html=field
            on:input=on_input(move |event| dispatch(widget, SignupInput::PinTyped(page::value_of(&event))))
            on:keydown=on_key(move |event| {
                if event.key() == "Enter" {
                    dispatch(widget, SignupInput::Clicked(SignupAction::SendPin));
                }
            })></div>
    }
}

/// Hidden unless its action is done by a button.
fn button(widget: Widget, read: Read, class: &'static str) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    let action = move |flow: &Flow| read(flow).filter(|it| *it != SignupAction::FollowLink);
    let label = move |flow: &Flow| {
        action(flow)
            .map_or("", |action| texts::label(&flow.signup, action, words))
            .into()
    };
    let click = move || {
        if let Some(action) = flow.with_untracked(action) {
            dispatch(widget, SignupInput::Clicked(action));
        }
    };
    let is_disabled = move |flow: &Flow| {
        flow.signup.is_loading() && action(flow) == Some(SignupAction::OpenWindow)
    };
    view! {
        <button type="button" class=class aria-disabled=bool_text(flow, is_disabled)
            hidden=flag(flow, move |flow| action(flow).is_none()) on:click=on_click(click)>
            {text(flow, label)}
        </button>
    }
}

/// Meta's window as a page. Facebook does not let itself be framed, and a frame may not navigate its host: there, this
/// page opens in a tab of its own and continues.
fn link(widget: Widget) -> impl IntoView {
    let (flow, words, token) = (widget.flow, widget.words, widget.token());
    let is_first = |flow: &Flow| FIRST(flow) == Some(SignupAction::FollowLink);
    let is_hidden =
        move |flow: &Flow| !is_first(flow) && SECOND(flow) != Some(SignupAction::FollowLink);
    let (label, target) = if page::is_framed() {
        (words.cloud_new_tab(), "_blank")
    } else {
        (words.cloud_go_to(), "_self")
    };
    view! {
        <a target=target rel="noopener noreferrer" hidden=flag(flow, is_hidden)
            class=text(flow, move |flow| if is_first(flow) { "button" } else { "plain" }.into())
            href=text(flow, move |flow| address(flow, token))
            on:click=on_click(move || dispatch(widget, SignupInput::Clicked(SignupAction::FollowLink)))>
            {label}
        </a>
    }
}

fn address(flow: &Flow, token: &str) -> String {
    match flow.boot.as_ref() {
        Some(boot) if page::is_framed() => token::address_with(token, &boot.id),
        Some(boot) => boot.meta.as_ref().map_or("", |meta| &meta.page_url).into(),
        None => String::new(),
    }
}

fn dispatch(widget: Widget, input: SignupInput) {
    widget.dispatch(Input::Signup(input));
}

/// The element with this class that was clicked.
fn clicked(event: &MouseEvent, class: &str) -> Option<Element> {
    let target = event.target()?.unchecked_into::<Element>();
    target.closest(class).ok()?
}
