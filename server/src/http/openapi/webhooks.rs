//! The `webhooks` section: for each event its envelope, `{id, event, session, timestamp, payload}`.

use serde_json::{Map, Value, json};

/// Each event, the schema of its payload, and its description.
const EVENTS: [(&str, &str, &str); 17] = [
    ("session.qr", "SessionQr", "A new code to scan."),
    (
        "session.status",
        "SessionStatus",
        "A session's status has changed.",
    ),
    (
        "session.connected",
        "SessionConnected",
        "A number was linked and is connected.",
    ),
    (
        "session.logged_out",
        "SessionLoggedOut",
        "The device is no longer linked.",
    ),
    (
        "session.restricted",
        "SessionRestricted",
        "WhatsApp restricts whom a number may write to.",
    ),
    (
        "session.restriction_ended",
        "SessionRestrictionEnded",
        "A number may write to anybody again.",
    ),
    (
        "session.phone_offline",
        "SessionPhoneOffline",
        "The phone was not online for ten days.",
    ),
    (
        "session.risk",
        "SessionRisk",
        "A session does what numbers are restricted for.",
    ),
    (
        "sessions.unlink_wave",
        "SessionsUnlinkWave",
        "Several sessions were unlinked within minutes.",
    ),
    (
        "widget.completed",
        "WidgetCompleted",
        "A number was connected through a link.",
    ),
    (
        "widget.failed",
        "WidgetFailed",
        "An attempt to link through a link failed.",
    ),
    (
        "message.received",
        "MessageReceived",
        "A message has arrived.",
    ),
    (
        "message.status",
        "MessageStatusChanged",
        "A message that was sent has reached another status.",
    ),
    (
        "message.failed",
        "MessageFailed",
        "A message that had been accepted was not delivered.",
    ),
    (
        "webhook.disabled",
        "WebhookDisabled",
        "Another webhook of yours was disabled.",
    ),
    (
        "webhook.stalled",
        "WebhookStalled",
        "Another webhook of yours does not accept events.",
    ),
    ("webhook.test", "WebhookTest", "A test that you requested."),
];

pub(super) fn add(document: &mut Value) {
    let mut webhooks = Map::new();
    for (event, payload, about) in EVENTS {
        let envelope = format!("{payload}Event");
        document["components"]["schemas"][&envelope] = schema(event, payload);
        webhooks.insert(event.to_owned(), post(event, &envelope, about));
    }
    document["webhooks"] = Value::Object(webhooks);
}

fn schema(event: &str, payload: &str) -> Value {
    json!({
        "type": "object",
        "required": ["id", "event", "session", "timestamp", "payload"],
        "properties": {
            "id": {"type": "string", "description": "`evt_…`; the same on every attempt and replay."},
            "event": {"const": event},
            "session": session(event),
            "timestamp": {"type": "string", "format": "date-time"},
            "payload": {"$ref": format!("#/components/schemas/{payload}")},
        },
    })
}

/// Events about a webhook, or about several sessions, belong to no session.
fn session(event: &str) -> Value {
    if event.starts_with("webhook.") || event.starts_with("sessions.") {
        json!({"type": ["string", "null"]})
    } else {
        json!({"type": "string"})
    }
}

fn post(event: &str, envelope: &str, about: &str) -> Value {
    json!({"post": {
        "operationId": event,
        "tags": ["Events"],
        "summary": about,
        "requestBody": {"required": true, "content": {"application/json": {
            "schema": {"$ref": format!("#/components/schemas/{envelope}")},
        }}},
        "responses": {"2XX": {"description": "Received. Anything else is tried again."}},
    }})
}
