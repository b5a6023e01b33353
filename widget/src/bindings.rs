//! Parts of the markup that follow the flow, and handlers of the browser's events.
//!
//! One boxed type for each kind: with a type per closure, Leptos' code would be compiled dozens of times.

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use crate::flow::Flow;

pub(crate) type Text = Box<dyn Fn() -> String + Send>;
pub(crate) type Flag = Box<dyn Fn() -> bool + Send>;
pub(crate) type OnMouse = Box<dyn FnMut(MouseEvent)>;
pub(crate) type OnKey = Box<dyn FnMut(KeyboardEvent)>;
pub(crate) type OnInput = Box<dyn FnMut(Event)>;

pub(crate) fn text(flow: RwSignal<Flow>, read: impl Fn(&Flow) -> String + Send + 'static) -> Text {
    boxed_text(flow, Box::new(read))
}

pub(crate) fn flag(flow: RwSignal<Flow>, read: impl Fn(&Flow) -> bool + Send + 'static) -> Flag {
    boxed_flag(flow, Box::new(read))
}

fn boxed_text(flow: RwSignal<Flow>, read: Box<dyn Fn(&Flow) -> String + Send>) -> Text {
    Box::new(move || flow.with(&read))
}

fn boxed_flag(flow: RwSignal<Flow>, read: Box<dyn Fn(&Flow) -> bool + Send>) -> Flag {
    Box::new(move || flow.with(&read))
}

/// The value of an attribute that is `true` or `false`.
pub(crate) fn bool_text(
    flow: RwSignal<Flow>,
    read: impl Fn(&Flow) -> bool + Send + 'static,
) -> Text {
    text(flow, move |flow| {
        if read(flow) { "true" } else { "false" }.into()
    })
}

pub(crate) fn on_click(run: impl Fn() + 'static) -> OnMouse {
    Box::new(move |_| run())
}

pub(crate) fn on_mouse(run: impl FnMut(MouseEvent) + 'static) -> OnMouse {
    Box::new(run)
}

pub(crate) fn on_key(run: impl FnMut(KeyboardEvent) + 'static) -> OnKey {
    Box::new(run)
}

pub(crate) fn on_input(run: impl FnMut(Event) + 'static) -> OnInput {
    Box::new(run)
}
