//! Copying a text, or selecting it where the browser does not let this page copy.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{element, window};
use crate::json;

pub(crate) async fn copy(text: &str) -> Result<(), JsValue> {
    // Absent on a page without TLS; calling what is absent would throw.
    let clipboard = json::field(window().navigator().as_ref(), "clipboard")
        .ok_or(JsValue::NULL)?
        .unchecked_into::<web_sys::Clipboard>();
    JsFuture::from(clipboard.write_text(text)).await.map(|_| ())
}

/// Selects an element's text, for the person to copy.
pub(crate) fn select(id: &str) {
    if let (Some(element), Ok(Some(selection))) = (element(id), window().get_selection()) {
        let _element_exists = selection.select_all_children(&element);
    }
}
