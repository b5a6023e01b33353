//! The webhooks that Meta sends: their signature, and what they report. A body may hold many changes; what is not known
//! here is left out.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use super::grant::text;
use crate::domain::meta_app::AppSecret;
use crate::domain::text::{clean, clean_name};

/// Whether the header `X-Hub-Signature-256` signs exactly these bytes with the app's secret. Compared in constant time.
pub fn verify(secret: &AppSecret, body: &[u8], header: &str) -> bool {
    let Some(signature) = header.strip_prefix("sha256=") else {
        return false;
    };
    let Ok(signature) = hex::decode(signature) else {
        return false;
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

/// One thing that a webhook reports.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    Message(IncomingMessage),
    Status(MessageStatus),
    Account(AccountUpdate),
}

/// A message that a person sent to a number.
#[derive(Debug, PartialEq, Eq)]
pub struct IncomingMessage {
    pub phone_number_id: String,
    pub id: String,
    /// Digits, without a plus sign.
    pub from: String,
    pub name: Option<String>,
    pub kind: String,
    /// The text, or a picture's caption.
    pub text: Option<String>,
    /// Seconds since 1970.
    pub at_seconds: i64,
}

/// What became of a message that was sent.
#[derive(Debug, PartialEq, Eq)]
pub struct MessageStatus {
    pub phone_number_id: String,
    pub id: String,
    /// `sent`, `delivered`, `read` or `failed`.
    pub status: String,
    pub error: Option<MessageError>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct MessageError {
    pub code: i64,
    pub reason: String,
}

/// A change of a WhatsApp Business account.
#[derive(Debug, PartialEq, Eq)]
pub struct AccountUpdate {
    pub waba_id: String,
    pub event: AccountEvent,
}

#[derive(Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// A customer has shared the account with the app.
    Shared,
    /// The customer has taken the access away.
    Removed,
    /// Meta has banned or restricted the account, or it was deleted.
    Disabled,
    Other,
}

/// All changes of a body, in its order.
pub fn changes(body: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for entry in body["entry"].as_array().into_iter().flatten() {
        for change in entry["changes"].as_array().into_iter().flatten() {
            let value = &change["value"];
            match change["field"].as_str() {
                Some("messages") => messages(value, &mut changes),
                Some("account_update") => changes.extend(account(entry, value)),
                _ => {}
            }
        }
    }
    changes
}

fn messages(value: &Value, changes: &mut Vec<Change>) {
    let phone_number_id = text(&value["metadata"]["phone_number_id"]);
    for message in value["messages"].as_array().into_iter().flatten() {
        changes.extend(incoming(value, message, &phone_number_id).map(Change::Message));
    }
    for status in value["statuses"].as_array().into_iter().flatten() {
        changes.extend(message_status(status, &phone_number_id).map(Change::Status));
    }
}

fn incoming(value: &Value, message: &Value, phone_number_id: &str) -> Option<IncomingMessage> {
    let from = clean_name(message["from"].as_str()?);
    let contacts = value["contacts"].as_array().into_iter().flatten();
    let name = contacts
        .filter(|contact| contact["wa_id"] == message["from"])
        .find_map(|contact| contact["profile"]["name"].as_str());
    let kind = message["type"].as_str().unwrap_or("unknown");
    Some(IncomingMessage {
        phone_number_id: phone_number_id.to_owned(),
        id: clean_name(message["id"].as_str()?),
        from,
        name: name.map(clean_name),
        kind: clean_name(kind),
        text: words(message, kind).map(clean),
        at_seconds: text(&message["timestamp"]).parse().unwrap_or(0),
    })
}

/// What the person wrote or chose.
fn words<'a>(message: &'a Value, kind: &str) -> Option<&'a str> {
    let content = &message[kind];
    let candidates = [
        &content["body"],
        &content["caption"],
        &content["text"],
        &content["button_reply"]["title"],
        &content["list_reply"]["title"],
        &content["emoji"],
    ];
    candidates.into_iter().find_map(Value::as_str)
}

fn message_status(status: &Value, phone_number_id: &str) -> Option<MessageStatus> {
    let error = &status["errors"][0];
    let reason = error["error_data"]["details"].as_str();
    let reason = reason.or_else(|| error["title"].as_str());
    Some(MessageStatus {
        phone_number_id: phone_number_id.to_owned(),
        id: clean_name(status["id"].as_str()?),
        status: clean_name(status["status"].as_str()?),
        error: error["code"].as_i64().map(|code| MessageError {
            code,
            reason: clean(reason.unwrap_or("Meta gave no reason")),
        }),
    })
}

/// In changes about partners the entry names the partner's portfolio, not the account.
fn account(entry: &Value, value: &Value) -> Option<Change> {
    let named = text(&value["waba_info"]["waba_id"]);
    let event = match value["event"].as_str()? {
        "PARTNER_ADDED" | "PARTNER_APP_INSTALLED" | "ACCOUNT_RECONNECTED" => AccountEvent::Shared,
        "PARTNER_REMOVED" | "PARTNER_APP_UNINSTALLED" | "ACCOUNT_OFFBOARDED" => {
            AccountEvent::Removed
        }
        "ACCOUNT_DELETED" => AccountEvent::Disabled,
        "DISABLED_UPDATE" if value["ban_info"]["waba_ban_state"] == "DISABLE" => {
            AccountEvent::Disabled
        }
        _ => AccountEvent::Other,
    };
    let is_about_partner = value["event"]
        .as_str()
        .is_some_and(|it| it.starts_with("PARTNER_"));
    let waba_id = match named.is_empty() {
        false => named,
        true if is_about_partner => return None,
        true => text(&entry["id"]),
    };
    Some(Change::Account(AccountUpdate { waba_id, event }))
}

#[cfg(test)]
mod tests;
