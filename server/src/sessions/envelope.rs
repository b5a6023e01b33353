//! Domain events as rows: the payload a webhook will carry.

use serde_json::{Value, json};

use crate::domain::event::Event;
use crate::domain::session::Account;
use crate::domain::time::Timestamp;
use crate::ids::Ids;
use crate::store::EventRow;

pub(super) fn rows(events: &[Event], ids: &Ids, at: Timestamp) -> Vec<EventRow> {
    events
        .iter()
        .map(|event| EventRow {
            id: ids.next("evt", at),
            event: event.name(),
            payload: payload(event).to_string(),
            source: None,
            at,
        })
        .collect()
}

fn payload(event: &Event) -> Value {
    match event {
        Event::Qr { qr, expires_at } => json!({"qr": qr.0, "expiresAt": expires_at.to_string()}),
        Event::Status(status) => json!({"status": status.word(), "statusReason": status.reason()}),
        Event::Connected { account, method } => {
            let Account {
                phone_number,
                lid,
                push_name,
                business_name,
                platform,
            } = account;
            json!({
                "phoneNumber": phone_number, "pushName": push_name, "businessName": business_name,
                "platform": platform.as_str(), "lid": lid, "method": method.as_str(),
            })
        }
        Event::LoggedOut { account, reason } => {
            json!({"phoneNumber": account.as_ref().map(|account| &account.phone_number), "reason": reason})
        }
    }
}
