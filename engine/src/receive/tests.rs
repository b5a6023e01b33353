use super::*;
use wacore::chrono::DateTime;
use wacore::types::message::MessageSource;
use waproto::whatsapp::Message;

const ANA_PN: &str = "5511999990001@s.whatsapp.net";
const ANA_LID: &str = "100000000000001@lid";
const ME: &str = "5521988880002:3@s.whatsapp.net";

fn jid(text: &str) -> Jid {
    text.parse().expect("an address")
}

fn ana() -> Person {
    Person {
        phone_number: Some("+5511999990001".into()),
        lid: Some(ANA_LID.into()),
    }
}

fn inbound(source: MessageSource) -> InboundMessage {
    let info = MessageInfo {
        source,
        id: "3EB0".into(),
        push_name: "Ana".into(),
        timestamp: DateTime::from_timestamp(1_700_000_000, 0).expect("a time"),
        ..MessageInfo::default()
    };
    let message = Message {
        conversation: Some("oi".into()),
        ..Message::default()
    };
    InboundMessage::builder()
        .message(Arc::new(message))
        .info(Arc::new(info))
        .build()
}

#[test]
fn a_person_has_both_addresses() {
    let received = to_received(&inbound(MessageSource {
        chat: jid(ANA_LID),
        sender: jid("100000000000001:2@lid"),
        sender_alt: Some(jid(ANA_PN)),
        ..MessageSource::default()
    }))
    .expect("a message");
    let expected = Received {
        id: "3EB0".into(),
        chat: ana(),
        sender: ana(),
        group: None,
        kind: "text",
        text: Some("oi".into()),
        at_seconds: 1_700_000_000,
        from_me: false,
        push_name: Some("Ana".into()),
    };
    assert!(received == expected);
}

#[test]
fn a_copy_of_a_sent_message_is_in_the_chat_with_its_recipient() {
    let received = to_received(&inbound(MessageSource {
        chat: jid(ANA_PN),
        sender: jid(ME),
        is_from_me: true,
        recipient: Some(jid(ANA_PN)),
        recipient_alt: Some(jid(ANA_LID)),
        ..MessageSource::default()
    }))
    .expect("a message");
    assert!(received.from_me);
    assert!(received.chat == ana());
    let me = received.sender.phone_number;
    assert_eq!(me.as_deref(), Some("+5521988880002"));
}

#[test]
fn a_group_is_not_a_person() {
    let received = to_received(&inbound(MessageSource {
        chat: jid("120363000000000001@g.us"),
        sender: jid(ANA_PN),
        is_group: true,
        ..MessageSource::default()
    }))
    .expect("a message");
    assert_eq!(received.group.as_deref(), Some("120363000000000001@g.us"));
    assert!(received.chat == Person::default());
    assert_eq!(received.sender.phone_number, ana().phone_number);
}

#[test]
fn status_updates_are_not_messages() {
    let status = inbound(MessageSource {
        chat: jid("status@broadcast"),
        sender: jid(ANA_PN),
        is_group: true,
        ..MessageSource::default()
    });
    assert!(to_received(&status).is_none());
}
