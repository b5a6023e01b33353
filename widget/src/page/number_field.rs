//! The field for the phone number. The widget writes into it, so its text is not bound to the flow.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::element;

fn field() -> Option<HtmlInputElement> {
    Some(element("number")?.unchecked_into())
}

pub(crate) fn text() -> String {
    field().map_or_else(String::new, |field| field.value())
}

pub(crate) fn set(text: &str) {
    if let Some(field) = field() {
        field.set_value(text);
    }
}

/// True if the cursor is at the end of a field's text, or the browser does not report where it is.
pub(crate) fn is_cursor_at_end(field: &HtmlInputElement) -> bool {
    let end = field.value().len() as u32;
    let at = field.selection_start().ok().flatten();
    at.is_none_or(|at| at == end)
}
