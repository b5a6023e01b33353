use serde_json::json;

use super::*;

fn signed(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[test]
fn only_the_apps_secret_signs_a_body() {
    let secret = AppSecret::new("the app's secret");
    let body = br#"{"entry": []}"#;
    let good = signed("the app's secret", body);
    assert!(verify(&secret, body, &good));
    for (body, header) in [
        (&body[..], signed("another secret", body)),
        (&b"{\"entry\":[]}"[..], good.clone()),
        (&body[..], good.replace("sha256=", "sha1=")),
        (&body[..], good[..20].to_owned()),
        (&body[..], String::new()),
        (&body[..], "sha256=".to_owned()),
    ] {
        assert!(!verify(&secret, body, &header), "{header}");
    }
}

fn messages_of(value: Value) -> Vec<Change> {
    changes(&json!({"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}))
}

#[test]
fn a_message_is_read_with_its_authors_name() {
    let read = messages_of(json!({
        "metadata": {"phone_number_id": "7"},
        "contacts": [{"wa_id": "551191", "profile": {"name": "Bia"}}],
        "messages": [{"id": "wamid.1", "from": "551191", "timestamp": "1700000000", "type": "text",
                      "text": {"body": "Hello"}}],
    }));
    let message = IncomingMessage {
        phone_number_id: "7".into(),
        id: "wamid.1".into(),
        from: "551191".into(),
        name: Some("Bia".into()),
        kind: "text".into(),
        text: Some("Hello".into()),
        at_seconds: 1_700_000_000,
    };
    assert_eq!(read, [Change::Message(message)]);
}

#[test]
fn the_text_of_each_kind_of_message_is_found() {
    for (kind, content, expected) in [
        ("text", json!({"body": "a"}), Some("a")),
        ("image", json!({"caption": "b", "id": "m"}), Some("b")),
        ("image", json!({"id": "m"}), None),
        ("button", json!({"text": "c"}), Some("c")),
        (
            "interactive",
            json!({"button_reply": {"title": "d"}}),
            Some("d"),
        ),
        (
            "interactive",
            json!({"list_reply": {"title": "e"}}),
            Some("e"),
        ),
        ("reaction", json!({"emoji": "👍"}), Some("👍")),
        ("audio", json!({"id": "m"}), None),
    ] {
        let mut message = json!({"id": "wamid.1", "from": "551191", "type": kind});
        message[kind] = content;
        assert_eq!(words(&message, kind), expected, "{message}");
    }
}

#[test]
fn a_failed_message_says_why() {
    let read = messages_of(json!({
        "metadata": {"phone_number_id": 7},
        "statuses": [
            {"id": "wamid.1", "status": "delivered"},
            {"id": "wamid.2", "status": "failed",
             "errors": [{"code": 131_047, "title": "t", "error_data": {"details": "more than 24 hours"}}]},
        ],
    }));
    let status = |id: &str, status: &str, error| {
        Change::Status(MessageStatus {
            phone_number_id: "7".into(),
            id: id.into(),
            status: status.into(),
            error,
        })
    };
    let error = MessageError {
        code: 131_047,
        reason: "more than 24 hours".into(),
    };
    assert_eq!(
        read,
        [
            status("wamid.1", "delivered", None),
            status("wamid.2", "failed", Some(error)),
        ]
    );
}

#[test]
fn an_account_is_named_by_the_change_and_not_by_the_partners_entry() {
    for (value, expected) in [
        (
            json!({"event": "PARTNER_ADDED", "waba_info": {"waba_id": "5"}}),
            Some(("5", AccountEvent::Shared)),
        ),
        (json!({"event": "PARTNER_ADDED"}), None),
        (
            json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": "5"}}),
            Some(("5", AccountEvent::Removed)),
        ),
        (
            json!({"event": "ACCOUNT_OFFBOARDED"}),
            Some(("1", AccountEvent::Removed)),
        ),
        (
            json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}),
            Some(("1", AccountEvent::Disabled)),
        ),
        (
            json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}),
            Some(("1", AccountEvent::Other)),
        ),
        (
            json!({"event": "NEW_THING"}),
            Some(("1", AccountEvent::Other)),
        ),
    ] {
        let body = json!({"entry": [{"id": "1", "changes": [{"field": "account_update", "value": value}]}]});
        let expected = expected.map(|(waba_id, event)| {
            Change::Account(AccountUpdate {
                waba_id: waba_id.into(),
                event,
            })
        });
        assert_eq!(changes(&body), Vec::from_iter(expected), "{body}");
    }
}

#[test]
fn a_body_of_another_shape_reports_nothing() {
    for body in [
        json!(null),
        json!([]),
        json!({"entry": 1}),
        json!({"entry": [{"changes": [{"field": "messages", "value": {"messages": [{}]}}]}]}),
        json!({"entry": [{"changes": [{"field": "history", "value": {}}]}]}),
    ] {
        assert_eq!(changes(&body), [], "{body}");
    }
}
