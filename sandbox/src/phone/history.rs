//! The history that a phone sends a newly linked device: its chats with the privacy tokens and the last messages, the
//! LIDs and the names of people, and the account's salt.

use std::io::Write as _;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::{self as wa, message as m};

use super::Phone;
use super::number_jid;
use crate::clock::unix_seconds;

/// The messages of a chat with somebody who has no phone here, and the characters of each.
const PAST_MESSAGES: u32 = 10;
const PAST_TEXT: usize = 100;

/// The message that carries the history, compressed, inside itself.
pub(crate) fn notification(phone: &Phone, others: &[Arc<Phone>], has_salt: bool) -> wa::Message {
    let history = history(phone, others, has_salt).encode_to_vec();
    let notification = m::HistorySyncNotification {
        sync_type: Some(m::HistorySyncType::INITIAL_BOOTSTRAP),
        chunk_order: Some(0),
        progress: Some(100),
        file_length: Some(history.len() as u64),
        initial_hist_bootstrap_inline_payload: Some(compressed(&history)),
        ..Default::default()
    };
    let protocol = m::ProtocolMessage {
        r#type: Some(m::protocol_message::Type::HISTORY_SYNC_NOTIFICATION),
        history_sync_notification: MessageField::some(notification),
        ..Default::default()
    };
    wa::Message {
        protocol_message: MessageField::some(protocol),
        ..Default::default()
    }
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("writing to memory cannot fail")
}

fn history(phone: &Phone, others: &[Arc<Phone>], has_salt: bool) -> wa::HistorySync {
    let known = others.iter().filter(|other| phone.has_talked_with(other));
    let known: Vec<&Arc<Phone>> = known.collect();
    wa::HistorySync {
        sync_type: wa::history_sync::HistorySyncType::INITIAL_BOOTSTRAP,
        chunk_order: Some(0),
        progress: Some(100),
        conversations: known
            .iter()
            .map(|other| chat(phone, other))
            .chain((0..phone.past_chats).map(|index| past_chat(phone, index)))
            .collect(),
        phone_number_to_lid_mappings: known
            .iter()
            .filter(|other| other.number_for(phone).is_some())
            .map(|other| lid_of(other))
            .collect(),
        pushnames: known.iter().map(|other| name_of(other, phone)).collect(),
        nct_salt: has_salt.then(|| phone.salt()),
        ..Default::default()
    }
}

/// A chat with somebody who has no phone here.
fn past_chat(phone: &Phone, index: u32) -> wa::Conversation {
    let number = format!("{}", 4_900_000_000_000_u64 + u64::from(index));
    let messages = (0..PAST_MESSAGES).map(|message| {
        let id = format!("3EB0{index:09X}{message:09X}");
        // Random, because a text would be compressed to nothing.
        let text: String = (0..PAST_TEXT)
            .map(|_| char::from(rand::random_range(b' '..=b'~')))
            .collect();
        past_message(number_jid(&number), false, &id, &text, unix_seconds())
    });
    wa::Conversation {
        id: number_jid(&number),
        messages: messages.collect(),
        tc_token: Some(phone.token_for(&number)),
        tc_token_timestamp: Some(unix_seconds()),
        ..Default::default()
    }
}

fn chat(phone: &Phone, other: &Phone) -> wa::Conversation {
    let received = phone.inbox.messages().iter();
    let received = received.filter(|message| message.from == other.number);
    let sent = other.inbox.messages().iter();
    let sent = sent.filter(|message| message.from == phone.number);
    wa::Conversation {
        id: other.address_for(phone),
        messages: received
            .chain(sent)
            .map(|it| {
                past_message(
                    other.address_for(phone),
                    it.from == phone.number,
                    &it.id,
                    &it.text,
                    it.at,
                )
            })
            .collect(),
        tc_token: Some(other.token_for(&phone.number)),
        tc_token_timestamp: Some(unix_seconds()),
        ..Default::default()
    }
}

fn past_message(chat: String, from_me: bool, id: &str, text: &str, at: u64) -> wa::HistorySyncMsg {
    let key = wa::MessageKey {
        remote_jid: Some(chat),
        from_me: Some(from_me),
        id: Some(id.to_owned()),
        ..Default::default()
    };
    let past = wa::WebMessageInfo {
        key: MessageField::some(key),
        message: MessageField::some(wa::Message {
            conversation: Some(text.to_owned()),
            ..Default::default()
        }),
        message_timestamp: Some(at),
        ..Default::default()
    };
    wa::HistorySyncMsg {
        message: MessageField::some(past),
        ..Default::default()
    }
}

fn lid_of(other: &Arc<Phone>) -> wa::PhoneNumberToLIDMapping {
    wa::PhoneNumberToLIDMapping {
        pn_jid: Some(number_jid(&other.number)),
        lid_jid: Some(other.lid_jid()),
    }
}

fn name_of(other: &Phone, reader: &Phone) -> wa::Pushname {
    wa::Pushname {
        id: Some(other.address_for(reader)),
        pushname: Some(other.push_name.clone()),
    }
}
