//! Messages as an account keeps them: those that wait for a linked device until it confirms them, each encrypted
//! for that device only, and those that the phone itself received.

use serde::{Deserialize, Serialize};
use waproto::buffa::MessageField;
use waproto::whatsapp::{self as wa, message as m};

use super::Participants;
use super::resend::Resend;
use super::signal::EncryptedMessage;

/// How many received messages a phone keeps.
const INBOX_LIMIT: usize = 500;

/// A text that a phone or a linked device sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TextMessage {
    pub(crate) id: String,
    /// Number of the account that sent it, from its phone or from a linked device.
    pub(crate) from: String,
    /// Number of the account that it is for.
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) quoted: Option<Quote>,
    /// Seconds since 1970.
    pub(crate) at: u64,
}

/// The earlier message that a message answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quote {
    pub(crate) id: String,
    /// Number of the account that sent it.
    pub(crate) from: String,
    pub(crate) text: String,
}

/// A message in the queue of one linked device.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct QueuedMessage {
    #[serde(rename = "letter")]
    pub(crate) text: TextMessage,
    /// None until the device has uploaded its first prekeys.
    #[serde(rename = "sealed")]
    pub(crate) encrypted: Option<EncryptedMessage>,
    /// How often the device could not decrypt it.
    pub(crate) retries: u32,
    #[serde(default)]
    pub(crate) form: Form,
    /// Its sender has the device's signed key from so many rotations ago.
    #[serde(skip)]
    pub(crate) old_key: Option<usize>,
}

/// What a device gets of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Form {
    /// The message, encrypted for it.
    #[default]
    Encrypted,
    /// That there is a message, which its phone has, like the first one that somebody sends from an advert.
    Unavailable,
    /// A message that it has requested from its phone.
    Resend(Box<Resend>),
}

impl QueuedMessage {
    pub(crate) fn new(text: TextMessage, form: Form) -> QueuedMessage {
        QueuedMessage {
            text,
            encrypted: None,
            retries: 0,
            form,
            old_key: None,
        }
    }
}

/// The most recent messages that a phone received.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Inbox(Vec<TextMessage>);

impl Inbox {
    /// Keeps a message, unless it is there already.
    pub(crate) fn add(&mut self, message: TextMessage) {
        if self.find(&message.id).is_some() {
            return;
        }
        self.0.push(message);
        if self.0.len() > INBOX_LIMIT {
            self.0.remove(0);
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&TextMessage> {
        self.0.iter().find(|message| message.id == id)
    }

    pub(crate) fn has_message_from(&self, number: &str) -> bool {
        self.0.iter().any(|message| message.from == number)
    }

    pub(crate) fn messages(&self) -> &[TextMessage] {
        &self.0
    }
}

impl TextMessage {
    /// The message as it is encrypted for the reader's devices. The sender's own devices also learn the recipient.
    pub(crate) fn for_reader(&self, participants: &Participants<'_>) -> wa::Message {
        let content = self.content(participants);
        if !participants.is_own_copy() {
            return content;
        }
        wa::Message {
            device_sent_message: MessageField::some(m::DeviceSentMessage {
                destination_jid: Some(participants.recipient_address()),
                message: MessageField::some(content),
                ..Default::default()
            }),
            ..Default::default()
        }
    }

    pub(super) fn content(&self, participants: &Participants<'_>) -> wa::Message {
        let Some(quote) = &self.quoted else {
            return plain(&self.text);
        };
        let context = wa::ContextInfo {
            stanza_id: Some(quote.id.clone()),
            participant: Some(participants.address_of(&quote.from)),
            quoted_message: MessageField::some(plain(&quote.text)),
            ..Default::default()
        };
        wa::Message {
            extended_text_message: MessageField::some(m::ExtendedTextMessage {
                text: Some(self.text.clone()),
                context_info: MessageField::some(context),
                ..Default::default()
            }),
            ..Default::default()
        }
    }
}

fn plain(text: &str) -> wa::Message {
    wa::Message {
        conversation: Some(text.to_owned()),
        ..Default::default()
    }
}

/// What a decrypted message contains.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) text: String,
    /// The id of the message that it answers.
    pub(crate) quoted_id: Option<String>,
}

/// The id of the message that a linked device requests from its phone, if this is such a request.
pub(crate) fn requested_id(message: &wa::Message) -> Option<String> {
    let protocol = message.protocol_message.as_option()?;
    let request = protocol.peer_data_operation_request_message.as_option()?;
    let resend = request.placeholder_message_resend_request.first()?;
    resend.message_key.as_option()?.id.clone()
}

/// Reads a decrypted message. Returns `None` for one without a text. Clients have several forms for a text, also for
/// the same one: with or without a context, and inside a message that disappears.
pub(crate) fn read(message: &wa::Message) -> Option<Content> {
    if let Some(sent) = message.device_sent_message.as_option() {
        return read(sent.message.as_option()?);
    }
    if let Some(disappearing) = message.ephemeral_message.as_option() {
        return read(disappearing.message.as_option()?);
    }
    if let Some(extended) = message.extended_text_message.as_option() {
        let context = extended.context_info.as_option();
        return Some(Content {
            text: extended.text.clone()?,
            quoted_id: context.and_then(|context| context.stanza_id.clone()),
        });
    }
    Some(Content {
        text: message.conversation.clone()?,
        quoted_id: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::{NewPhone, Phone};

    fn message(id: &str) -> TextMessage {
        TextMessage {
            id: id.into(),
            from: "5511999990001".into(),
            to: "5521988880002".into(),
            text: "Oi".into(),
            quoted: None,
            at: 0,
        }
    }

    #[test]
    fn an_inbox_keeps_the_last_messages_once_each() {
        let mut inbox = Inbox::default();
        for index in 0..INBOX_LIMIT + 2 {
            inbox.add(message(&index.to_string()));
        }
        inbox.add(message("7"));
        assert_eq!(inbox.messages().len(), INBOX_LIMIT);
        assert!(inbox.find("1").is_none());
        assert!(inbox.find("2").is_some());
    }

    #[test]
    fn both_accounts_can_read_a_message() {
        let mut message = message("1");
        let sender = Phone::new(NewPhone::consumer(&message.from, "Ana"));
        let recipient = Phone::new(NewPhone::consumer(&message.to, "Bia"));
        let for_reader = |reader: &Phone, message: &TextMessage| {
            message.for_reader(&Participants {
                sender: &sender,
                recipient: &recipient,
                reader,
            })
        };
        let content = |quoted_id: Option<&str>| {
            Some(Content {
                text: "Oi".into(),
                quoted_id: quoted_id.map(str::to_owned),
            })
        };
        assert_eq!(read(&for_reader(&recipient, &message)), content(None));
        message.quoted = Some(Quote {
            id: "0".into(),
            from: message.to.clone(),
            text: "Bom dia".into(),
        });
        let copy = for_reader(&sender, &message);
        assert!(copy.device_sent_message.is_set());
        assert_eq!(read(&copy), content(Some("0")));
        assert_eq!(read(&wa::Message::default()), None);
    }

    #[test]
    fn a_text_is_read_in_each_form() {
        let extended = wa::Message {
            extended_text_message: MessageField::some(m::ExtendedTextMessage {
                text: Some("Oi".into()),
                ..Default::default()
            }),
            ..Default::default()
        };
        let disappearing = wa::Message {
            ephemeral_message: MessageField::some(m::FutureProofMessage {
                message: MessageField::some(extended.clone()),
            }),
            ..Default::default()
        };
        for message in [plain("Oi"), extended, disappearing] {
            assert_eq!(read(&message).unwrap().text, "Oi");
        }
    }

    #[test]
    fn the_names_in_the_state_file_stay() {
        let queued = QueuedMessage::new(message("1"), Form::Encrypted);
        let saved = serde_json::to_value(queued).unwrap();
        assert_eq!(saved["letter"]["text"], "Oi");
        assert!(saved["sealed"].is_null());
        assert_eq!(saved["retries"], 0);
        let mut earlier = saved.as_object().unwrap().clone();
        earlier.remove("form");
        let loaded: QueuedMessage = serde_json::from_value(earlier.into()).unwrap();
        assert_eq!(loaded.form, Form::Encrypted);
    }
}
