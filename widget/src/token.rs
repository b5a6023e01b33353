//! The widget token, the one thing kept over a reload, for this tab only.
//!
//! The page's first script takes it out of the address and stores it, before anything else runs.

use wasm_bindgen::{JsCast, JsValue};

use crate::{json, page};

/// The token of the link `id`, if this browser has it.
pub(crate) fn stored(id: &str) -> Option<String> {
    let key = ["titan:", id].concat();
    let stored = page::window()
        .session_storage()
        .ok()
        .flatten()
        .and_then(|store| store.get_item(&key).ok().flatten());
    // Where a browser forbids storage, the first script leaves it in a variable, which is lost in a reload.
    stored.or_else(|| {
        json::field(page::window().unchecked_ref::<JsValue>(), "titanToken")?.as_string()
    })
}

/// The address that opens the link `id` in a tab of its own, with the tab of Meta's signup. The token is in the
/// fragment, which no server sees and which the page's first script removes.
pub(crate) fn address_with(token: &str, id: &str) -> String {
    ["/widget/connect/", id, "#token=", token].concat()
}

/// The link's id in the address `/widget/connect/{id}`.
pub(crate) fn id_in_address() -> String {
    let path = page::window().location().pathname().unwrap_or_default();
    path.rsplit_once('/')
        .map(|(_, id)| id.into())
        .unwrap_or_default()
}
