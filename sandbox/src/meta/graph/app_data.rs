//! `POST /{phone}/smb_app_data`: contacts and history of a number that is used with the WhatsApp Business app.

use serde_json::json;

use super::Reply;
use super::access::Access;
use super::error::GraphError;
use super::registration::check_product;
use super::request::GraphRequest;
use crate::meta::Meta;
use crate::meta::model::{Hosting, Number};
use crate::meta::secret::random_hex;

/// Contacts first, then messages, once each.
const KINDS: [&str; 2] = ["smb_app_state_sync", "history"];
/// How long after the signup it is possible.
const SECONDS: u64 = 24 * 3600;

pub(super) fn synchronise(meta: &Meta, request: &GraphRequest) -> Reply {
    let access = Access::to_manage(meta, request)?;
    check_product(request)?;
    let kind = request.required("sync_type")?;
    let id = access.number(&meta.store.read(), request)?.id.clone();
    let now = meta.now();
    meta.store.change(|state| {
        if let Some(number) = state.numbers.get_mut(&id) {
            check(number, &kind, now)?;
            number.synced.insert(kind);
        }
        Ok(json!({ "messaging_product": "whatsapp", "request_id": &random_hex()[..32] }))
    })
}

fn check(number: &Number, kind: &str, now: u64) -> Result<(), GraphError> {
    let details = if !KINDS.contains(&kind) {
        "sync_type is smb_app_state_sync or history."
    } else if number.hosting != Hosting::BusinessApp {
        "The number is not used with the WhatsApp Business app."
    } else if number.onboarded_at.is_none_or(|at| at + SECONDS <= now) {
        "This is possible only within 24 hours after the signup."
    } else if number.synced.contains(kind) {
        "This was done before."
    } else if kind == "history" && number.synced.is_empty() {
        "Synchronise smb_app_state_sync first."
    } else {
        return Ok(());
    };
    Err(GraphError::numbered(100, "Invalid parameter").details(details))
}
