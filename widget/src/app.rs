//! Replaces the server's HTML with the running widget.

use leptos::prelude::*;
use protocol::view::Boot;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::flow::{Flow, Input};
use crate::page::{number_field, root, timers};
use crate::widget::Widget;
use crate::{bridge, card, countries, json, number, page, token};

const SECOND_MS: i32 = 1000;

pub(crate) fn start() {
    let boot = json::boot(&page::text_of("boot"));
    let id = boot
        .as_ref()
        .map_or_else(token::id_in_address, |boot| boot.id.clone());
    let token = token::stored(&id);
    let has_token = token.is_some();
    replace_card(move || {
        let widget = Widget::new(flow(), token.unwrap_or_default());
        let card = card::card(widget);
        begin(widget, boot, has_token);
        card
    });
}

fn flow() -> Flow {
    let country = countries::of_language(&page::language());
    let mut flow = Flow::new(root::phone_os(), &root::methods(), root::tab(), country);
    // What the person typed before this program was loaded.
    flow.form.typed = number::grouped(&number_field::text(), country);
    flow.parent_origin = page::parent_origin();
    flow.is_opened_by_frame = root::is_opened_by_frame();
    flow
}

/// Builds the card outside the page and replaces the server's in one task, so that no half-drawn state is painted.
fn replace_card<V: IntoView + 'static>(card: impl FnOnce() -> V + 'static) {
    let (Some(old), Ok(container)) = (
        page::element("card"),
        page::document().create_element("div"),
    ) else {
        return;
    };
    let container: HtmlElement = container.unchecked_into();
    leptos::mount::mount_to(container.clone(), card).forget();
    if let Some(new) = container.first_element_child() {
        let _both_exist = old.replace_with_with_node_1(&new);
    }
}

fn begin(widget: Widget, boot: Option<Boot>, has_token: bool) {
    if let Some(boot) = boot {
        widget.dispatch_at(Input::Boot(Box::new(boot)), page::received_at());
    }
    if !has_token {
        return widget.dispatch(Input::TokenMissing);
    }
    widget.open_stream();
    timers::every(SECOND_MS, move || widget.tick());
    let reconnect = move || widget.reconnect();
    timers::on(&page::window(), "online", reconnect);
    timers::on(&page::document(), "visibilitychange", reconnect);
    // The card is in the page, and can be measured, only after this task.
    timers::after(0, move || {
        widget
            .flow
            .with_untracked(|flow| number_field::set(&flow.form.typed));
        watch_size(widget);
    });
}

fn watch_size(widget: Widget) {
    if let Some(card) = page::element("card") {
        bridge::watch_size(card, move |height| {
            widget
                .flow
                .with_untracked(|flow| bridge::post_size(flow.boot.as_ref(), height));
        });
    }
}
