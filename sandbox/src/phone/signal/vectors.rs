//! A phone decrypts what Signal's own implementation has encrypted for it. The keys, the messages and the state of the
//! session are recorded in `tests/vectors/signal.json`.

use serde_json::{Value, json};
use wacore::libsignal::protocol::{PrivateKey, SessionRecord};

use super::*;
use crate::keys::is_valid_signature;
use crate::phone::NewPhone;

fn recorded() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/signal.json")).unwrap()
}

fn bytes(text: &Value) -> Vec<u8> {
    let digits = text.as_str().unwrap().as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// In base64, as a key or a signature is in a state file.
fn stored(text: &Value) -> Value {
    struct Stored(Vec<u8>);
    impl Serialize for Stored {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            base64_text::serialize(&self.0, serializer)
        }
    }
    serde_json::to_value(Stored(bytes(text))).unwrap()
}

/// The phone with the receiver's keys.
fn receiver(recorded: &Value) -> Phone {
    let keys = &recorded["receiver"];
    let mut phone = Phone::new(NewPhone::consumer("5511999990001", "Ana"));
    phone.identity = serde_json::from_value(stored(&keys["identity"])).unwrap();
    phone.prekeys = serde_json::from_value(json!({
        "registration_id": keys["registrationId"],
        "signed": stored(&keys["signedPrekey"]),
        "signature": stored(&keys["signedPrekeySignature"]),
        "next_id": 100,
        "handed_out": { keys["prekeyId"].to_string(): stored(&keys["prekey"]) },
    }))
    .unwrap();
    phone
}

fn sender() -> DeviceAddress {
    DeviceAddress {
        number: "5521988880002".into(),
        device: 1,
    }
}

async fn text(sessions: &mut SignalSessions, phone: &Phone, message: &Value) -> String {
    let kind = message["type"].as_str().unwrap();
    let ciphertext = bytes(&message["ciphertext"]);
    match sessions.decrypt(phone, &sender(), kind, &ciphertext).await {
        Decrypted::Message { message, .. } => message.conversation.clone().unwrap(),
        Decrypted::Duplicate => "duplicate".to_owned(),
        Decrypted::Unreadable => "unreadable".to_owned(),
    }
}

/// The first message agrees on the keys (X3DH); the others take theirs from its chain, in any order.
#[tokio::test]
async fn a_conversation_begins_and_goes_on_in_any_order() {
    let recorded = recorded();
    let phone = receiver(&recorded);
    let mut sessions = SignalSessions::of(&phone);
    let messages = &recorded["firstChain"];
    for (index, expected) in [(0, "one"), (3, "four"), (1, "two"), (2, "three")] {
        let read = text(&mut sessions, &phone, &messages[index]).await;
        assert_eq!(read, expected);
    }
    let again = text(&mut sessions, &phone, &messages[1]).await;
    assert_eq!(again, "duplicate");
}

/// After an answer, the other side agrees on new keys with a message (the ratchet's step).
#[tokio::test]
async fn a_message_after_an_answer_has_new_keys() {
    let recorded = recorded();
    let phone = receiver(&recorded);
    let mut sessions = SignalSessions::of(&phone);
    let session = SessionRecord::deserialize(&bytes(&recorded["sessionAfterAnAnswer"])).unwrap();
    let address = signal_address(&sender());
    sessions
        .sessions
        .store_session(&address, session)
        .await
        .unwrap();
    for (message, expected) in recorded["secondChain"]
        .as_array()
        .unwrap()
        .iter()
        .zip(["five", "six 🌷"])
    {
        assert_eq!(text(&mut sessions, &phone, message).await, expected);
    }
}

#[tokio::test]
async fn a_changed_byte_makes_a_message_unreadable() {
    let mut recorded = recorded();
    let phone = receiver(&recorded);
    let ciphertext = recorded["firstChain"][0]["ciphertext"].as_str().unwrap();
    let last = ciphertext.len() - 1;
    let changed = match ciphertext.ends_with('0') {
        true => "1",
        false => "0",
    };
    recorded["firstChain"][0]["ciphertext"] = format!("{}{changed}", &ciphertext[..last]).into();
    let mut sessions = SignalSessions::of(&phone);
    let read = text(&mut sessions, &phone, &recorded["firstChain"][0]).await;
    assert_eq!(read, "unreadable");
}

#[test]
fn a_signature_and_an_agreement_are_those_of_signals_own_implementation() {
    let recorded = recorded();
    let public = |key: &Value| -> PublicBytes { bytes(key)[1..].try_into().unwrap() };
    let signed = &recorded["signature"];
    let (key, message) = (public(&signed["publicKey"]), bytes(&signed["message"]));
    assert!(is_valid_signature(
        &key,
        &message,
        &bytes(&signed["signature"])
    ));
    let agreed = &recorded["agreement"];
    let own = PrivateKey::deserialize(&bytes(&agreed["privateKey"])).unwrap();
    let other = public_key(&public(&agreed["publicKey"])).unwrap();
    let secret = own.calculate_agreement(&other).unwrap();
    assert_eq!(secret.to_vec(), bytes(&agreed["secret"]));
}
