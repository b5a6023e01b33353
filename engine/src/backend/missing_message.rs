//! A message that has arrived here in a form that cannot be read, and how it is requested again.

use serde::{Deserialize, Serialize};
use wacore::time::{from_secs_or_now, now_secs};
use wacore::types::message::{MessageInfo, MessageSource};
use wacore_binary::{Jid, JidExt};

use super::compose_key;

/// A message is given up when it was requested from its sender this often, and has been missing for this long.
const MAX_REQUESTS: u32 = 5;
const MAX_WAIT_SECONDS: i64 = 24 * 3600;

/// A message that only the phone has is requested once by each client, and given up after this long, when phones do
/// not send it any more.
const MAX_WAIT_FOR_PHONE_SECONDS: i64 = 14 * 24 * 3600;

/// A missing message, by the client's addresses. The names of the fields are stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MissingMessage {
    pub(crate) chat: String,
    pub(crate) sender: String,
    pub(crate) id: String,
    /// When it was sent, or first found missing, in seconds since 1970.
    pub(crate) at_seconds: i64,
    since: i64,
    requests: u32,
    #[serde(default)]
    pub(crate) source: Source,
    #[serde(default)]
    details: Details,
}

/// Who has the message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// The device that sent it. The client requests it from the phone too.
    #[default]
    Sender,
    /// The account's own phone alone, as with the first message that somebody writes from an advert.
    Phone,
}

/// What a copy from the phone does not contain.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Details {
    sender_alt: Option<String>,
    recipient_alt: Option<String>,
    push_name: String,
}

impl MissingMessage {
    pub(crate) fn new(chat: &str, sender: &str, id: &str, at_seconds: i64) -> MissingMessage {
        MissingMessage {
            chat: chat.to_owned(),
            sender: sender.to_owned(),
            id: id.to_owned(),
            at_seconds,
            since: now_secs(),
            requests: 0,
            source: Source::Sender,
            details: Details::default(),
        }
    }

    /// The message that the client describes.
    pub(crate) fn of(info: &MessageInfo, source: Source) -> MissingMessage {
        let from = &info.source;
        let at_seconds = info.timestamp.timestamp();
        let recipient = from.recipient_alt.as_ref();
        let recipient = recipient.or(info.peer_recipient_pn.as_ref());
        MissingMessage {
            source,
            details: Details {
                sender_alt: from.sender_alt.as_ref().map(Jid::to_string),
                recipient_alt: recipient.map(Jid::to_string),
                push_name: info.push_name.clone(),
            },
            ..MissingMessage::new(
                &from.chat.to_string(),
                &from.sender.to_string(),
                &info.id,
                at_seconds,
            )
        }
    }

    /// The client's description of the message; `None` for addresses that it does not know any more.
    pub(crate) fn info(&self) -> Option<MessageInfo> {
        let address = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
        let (chat, sender): (Jid, Jid) = (self.chat.parse().ok()?, self.sender.parse().ok()?);
        let is_group = chat.is_group();
        Some(MessageInfo {
            id: self.id.clone(),
            push_name: self.details.push_name.clone(),
            timestamp: from_secs_or_now(self.at_seconds),
            source: MessageSource {
                is_from_me: !is_group && chat.user != sender.user,
                is_group,
                sender_alt: address(&self.details.sender_alt),
                recipient_alt: address(&self.details.recipient_alt),
                chat,
                sender,
                ..MessageSource::default()
            },
            ..MessageInfo::default()
        })
    }

    /// Whether it is the message of a chat. The chat may be named by its other address.
    pub(super) fn is_in_chat(&self, chat: &str) -> bool {
        let details = &self.details;
        let others = [&details.sender_alt, &details.recipient_alt];
        let others = others.into_iter().flatten();
        let mut addresses = [&self.chat, &self.sender].into_iter().chain(others);
        addresses.any(|address| user(address) == user(chat))
    }

    pub(super) fn key(&self) -> String {
        compose_key(&[&self.chat, &self.sender, &self.id])
    }

    pub(super) fn count_request(&mut self) {
        self.requests += 1;
    }

    pub(super) fn is_given_up(&self, now: i64) -> bool {
        let waited = now - self.since;
        match self.source {
            Source::Sender => self.requests >= MAX_REQUESTS && waited >= MAX_WAIT_SECONDS,
            Source::Phone => waited >= MAX_WAIT_FOR_PHONE_SECONDS,
        }
    }
}

/// The user of an address, without server and device.
fn user(address: &str) -> &str {
    address.split(['@', ':']).next().unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_given_up_after_enough_requests_and_time() {
        let day = MAX_WAIT_SECONDS;
        for (source, requests, waited, given_up) in [
            (Source::Sender, 0, 2 * day, false),
            (Source::Sender, MAX_REQUESTS - 1, 2 * day, false),
            (Source::Sender, MAX_REQUESTS, day - 1, false),
            (Source::Sender, MAX_REQUESTS, day, true),
            (Source::Phone, MAX_REQUESTS, 14 * day - 1, false),
            (Source::Phone, 0, 14 * day, true),
        ] {
            let missing = MissingMessage {
                source,
                requests,
                since: 1000,
                ..MissingMessage::new("c", "s", "1", 0)
            };
            let now = 1000 + waited;
            assert_eq!(missing.is_given_up(now), given_up, "{requests} {waited}");
        }
    }

    #[test]
    fn a_description_survives_being_stored() {
        let info = MessageInfo {
            id: "3EB0".into(),
            push_name: "Bia".into(),
            timestamp: from_secs_or_now(7),
            source: MessageSource {
                chat: "100000000000001@lid".parse().expect("an address"),
                sender: "100000000000001@lid".parse().expect("an address"),
                sender_alt: "5521988880002@s.whatsapp.net".parse().ok(),
                ..MessageSource::default()
            },
            ..MessageInfo::default()
        };
        let missing = MissingMessage::of(&info, Source::Phone);
        let stored = serde_json::to_vec(&missing).expect("JSON");
        let loaded: MissingMessage = serde_json::from_slice(&stored).expect("the same");
        let read = loaded.info().expect("addresses");
        assert_eq!(read.id, "3EB0");
        assert_eq!(read.push_name, "Bia");
        assert_eq!(read.timestamp.timestamp(), 7);
        assert_eq!(read.source.sender_alt, info.source.sender_alt);
        assert!(!read.source.is_from_me);
        for (chat, is_it) in [
            ("100000000000001@lid", true),
            ("5521988880002@s.whatsapp.net", true),
            ("5511999990001@s.whatsapp.net", false),
        ] {
            assert_eq!(loaded.is_in_chat(chat), is_it, "{chat}");
        }
    }

    #[test]
    fn a_record_of_an_earlier_version_is_the_senders() {
        let earlier =
            r#"{"chat":"b@lid","sender":"b@lid","id":"1","at_seconds":7,"since":7,"requests":1}"#;
        let missing: MissingMessage = serde_json::from_str(earlier).expect("read");
        assert_eq!(missing.source, Source::Sender);
    }
}
