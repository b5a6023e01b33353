//! The body of a delivery: `{id, event, session, timestamp, payload}`, the same on every attempt.

use serde::Serialize;
use serde_json::Value;

use crate::store::PendingEvent;

#[derive(Serialize)]
struct Envelope<'a> {
    id: &'a str,
    event: &'a str,
    /// `null` for an event that belongs to no session.
    session: Option<&'a str>,
    timestamp: String,
    payload: &'a Value,
}

pub fn serialize(outgoing: &PendingEvent) -> Vec<u8> {
    let envelope = Envelope {
        id: &outgoing.event_id,
        event: &outgoing.event,
        session: Some(outgoing.session_name.as_str()).filter(|name| !name.is_empty()),
        timestamp: outgoing.at.to_string(),
        payload: &outgoing.payload,
    };
    serde_json::to_vec(&envelope).expect("an envelope is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    #[test]
    fn serialises_the_documented_fields_in_order() {
        let mut outgoing = PendingEvent {
            event_id: "evt_1".into(),
            event: "session.status".into(),
            session_name: "support".into(),
            payload: serde_json::json!({"status": "CONNECTED", "statusReason": null}),
            at: Timestamp::from_millis(1_700_000_000_120),
            attempts: 0,
        };
        assert_eq!(
            String::from_utf8(serialize(&outgoing)).unwrap(),
            r#"{"id":"evt_1","event":"session.status","session":"support","timestamp":"2023-11-14T22:13:20.120Z","payload":{"status":"CONNECTED","statusReason":null}}"#
        );
        outgoing.session_name = String::new();
        assert!(
            String::from_utf8(serialize(&outgoing))
                .unwrap()
                .contains(r#""session":null"#)
        );
    }
}
