//! The bodies of webhooks.

use serde_json::{Value, json};

use crate::meta::model::{Account, MetaApp, Number};

fn body(id: &str, field: &str, value: &Value, now: u64) -> Value {
    let change = json!({ "value": value, "field": field });
    let entry = json!({ "id": id, "time": now, "changes": [change] });
    json!({ "object": "whatsapp_business_account", "entry": [entry] })
}

/// `account_update` about a WABA of a partner's customer. Its entry names the partner, not the WABA.
pub(crate) fn partner(event: &str, app: &MetaApp, account: &Account, now: u64) -> Value {
    let mut info = json!({ "waba_id": account.id, "owner_business_id": account.business_id });
    if event.starts_with("PARTNER_APP_") {
        info["partner_app_id"] = json!(app.app_id);
    }
    let value = json!({ "event": event, "waba_info": info });
    body(&app.partner_id(), "account_update", &value, now)
}

/// The progress of a message that was sent.
pub(crate) fn status(number: &Number, status: &Value, now: u64) -> Value {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": metadata(number),
        "statuses": [status],
    });
    body(&number.account_id, "messages", &value, now)
}

/// A text that a customer wrote.
pub(crate) fn text(number: &Number, from: &str, name: &str, text: &str, now: u64) -> Value {
    let id = format!("wamid.{}", crate::meta::secret::random_hex());
    let message = json!({
        "from": from,
        "id": id,
        "timestamp": now.to_string(),
        "text": { "body": text },
        "type": "text",
    });
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": metadata(number),
        "contacts": [{ "profile": { "name": name }, "wa_id": from }],
        "messages": [message],
    });
    body(&number.account_id, "messages", &value, now)
}

fn metadata(number: &Number) -> Value {
    json!({ "display_phone_number": number.digits, "phone_number_id": number.id })
}
