//! The one thing kept across a reload: the credential that opens this link, for this tab only.
//!
//! The page's first script takes it out of the address and puts it here, before anything else runs.

use wasm_bindgen::{JsCast, JsValue};

use crate::page;

/// The credential for the link `id`, if this browser kept it.
pub(crate) fn token(id: &str) -> Option<String> {
    let key = ["titan:", id].concat();
    let kept = page::window()
        .session_storage()
        .ok()
        .flatten()
        .and_then(|store| store.get_item(&key).ok().flatten());
    // Where a browser forbids storage, the first script leaves it in a variable, which a reload loses.
    kept.or_else(|| {
        crate::json::field(page::window().unchecked_ref::<JsValue>(), "titanToken")?.as_string()
    })
}

/// The link's id in the address `/widget/connect/{id}`.
pub(crate) fn id_in_address() -> String {
    let path = page::window().location().pathname().unwrap_or_default();
    path.rsplit_once('/')
        .map(|(_, id)| id.into())
        .unwrap_or_default()
}
