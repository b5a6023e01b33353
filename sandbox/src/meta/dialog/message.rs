//! The session-info message, which the dialog posts to its opener as JSON text.

use serde_json::{Map, Value, json};

use super::choice::Choice;
use super::scenario::Scenario;
use crate::meta::secret::random_hex;

pub(super) fn finished(choice: &Choice, scenario: &Scenario) -> Value {
    let mut data = match choice.event.as_str() {
        "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING" => json!({ "waba_id": choice.account_id }),
        _ => json!({
            "phone_number_id": choice.number_id,
            "waba_id": choice.account_id,
            "business_id": choice.business_id,
        }),
    };
    if choice.number_id.is_none() {
        remove(&mut data, "phone_number_id");
    }
    if let Some(grant) = scenario.grant.as_ref().filter(|grant| grant.len() > 1) {
        data["waba_ids"] = json!(grant);
    }
    message(&choice.event, data, scenario)
}

pub(super) fn cancelled(step: &str, scenario: &Scenario) -> Value {
    message("CANCEL", json!({ "current_step": step }), scenario)
}

/// An error of the dialog, or one that a person reported, which is a `CANCEL`.
pub(super) fn failed(event: &str, text: &str, now: u64, scenario: &Scenario) -> Value {
    let data = json!({
        "error_message": text,
        "error_code": 2_655_091,
        "session_id": &random_hex()[..32],
        "timestamp": now * 1000,
    });
    message(event, data, scenario)
}

/// The message with what the scenario replaces. JSON text, unless the scenario says otherwise.
fn message(event: &str, mut data: Value, scenario: &Scenario) -> Value {
    replace(&mut data, &scenario.data);
    let message = match &scenario.message {
        Some(message) => message.clone(),
        None => json!({
            "data": data,
            "type": "WA_EMBEDDED_SIGNUP",
            "event": event,
            "version": 3,
        }),
    };
    if scenario.as_object || message.is_string() {
        return message;
    }
    Value::String(message.to_string())
}

fn replace(data: &mut Value, fields: &Map<String, Value>) {
    for (name, value) in fields {
        if value.is_null() {
            remove(data, name);
        } else {
            data[name] = value.clone();
        }
    }
}

fn remove(data: &mut Value, name: &str) {
    if let Some(data) = data.as_object_mut() {
        data.remove(name);
    }
}
