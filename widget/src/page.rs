//! The page that the widget runs in: what the server wrote into it, and the browser around it.
//!
//! Everything here can fail only while the page is being closed, so what is missing is an empty answer.

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlInputElement, Url, Window};

use crate::json;

pub(crate) mod clipboard;
pub(crate) mod focus;
pub(crate) mod number_field;
pub(crate) mod region_names;
pub(crate) mod root;
pub(crate) mod timers;

/// The element with the code to type on the phone.
pub(crate) const PHONE_CODE_ID: &str = "phone-code";

pub(crate) fn window() -> Window {
    web_sys::window().expect("the widget runs in a window, never in a worker")
}

pub(crate) fn document() -> Document {
    window()
        .document()
        .expect("a window that runs scripts has a document")
}

pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    Some(document().get_element_by_id(id)?.unchecked_into())
}

pub(crate) fn text_of(id: &str) -> String {
    element(id)
        .and_then(|element| element.text_content())
        .unwrap_or_default()
}

/// The text of the field that an event is about.
pub(crate) fn value_of(event: &web_sys::Event) -> String {
    let field = event.target();
    field.map_or_else(String::new, |field| {
        field.unchecked_into::<HtmlInputElement>().value()
    })
}

/// Milliseconds, by the clock that continues while a device sleeps.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}

/// When the server's HTML arrived, as the first script noted it: the life of the code in the HTML counts from there
/// and not from the start of this program.
pub(crate) fn received_at() -> f64 {
    let at = root::attribute("data-at").map_or(f64::NAN, |at| js_sys::Number::parse_float(&at));
    if at.is_nan() { now() } else { at }
}

/// True inside another page's frame.
pub(crate) fn is_framed() -> bool {
    let window = window();
    window
        .parent()
        .ok()
        .flatten()
        .is_some_and(|parent| parent != window)
}

/// The origin of the page that embeds this one, where the browser has the list of ancestors.
pub(crate) fn ancestor_origin() -> Option<String> {
    let origins = json::field(window().location().as_ref(), "ancestorOrigins")?;
    json::field(&origins, "0")?.as_string()
}

/// The origin of the page that embeds this one; where the browser has no list of ancestors, the referrer's. Empty at
/// top level.
pub(crate) fn parent_origin() -> String {
    if !is_framed() {
        return String::new();
    }
    ancestor_origin()
        .or_else(|| Some(Url::new(&document().referrer()).ok()?.origin()))
        .unwrap_or_default()
}

pub(crate) fn go_to(address: &str) {
    // Fails only if this is not an address; the button that leads there stays.
    let _stays_here = window().location().assign(address);
}

/// The language of the browser, which indicates the person's country.
pub(crate) fn language() -> String {
    window().navigator().language().unwrap_or_default()
}

pub(crate) fn has_focus() -> bool {
    document().has_focus().unwrap_or_default()
}

pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}
