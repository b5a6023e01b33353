//! Messages as an account keeps them: what waits for a linked device until it says it has it, already sealed
//! for that device and for no other, and what the phone itself has received.

use serde::{Deserialize, Serialize};
use waproto::buffa::MessageField;
use waproto::whatsapp::{self as wa, message as m};

use super::signal::Sealed;

/// How many received messages a phone keeps.
const INBOX: usize = 500;

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) id: String,
    /// Number of the phone it is from, or whose linked device wrote it.
    pub(crate) from: String,
    /// Number of the account it is to.
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) quoted: Option<Quote>,
    /// Seconds since 1970.
    pub(crate) at: u64,
}

/// The earlier message that a letter answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quote {
    pub(crate) id: String,
    /// Number of whoever wrote it.
    pub(crate) from: String,
    pub(crate) text: String,
}

/// A letter on its way to one linked device.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Mail {
    pub(crate) letter: Letter,
    /// Nothing before the device has uploaded its first keys.
    pub(crate) sealed: Option<Sealed>,
    /// How often the device could not open it.
    pub(crate) retries: u32,
}

/// Received messages, the last of many.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Inbox(Vec<Letter>);

impl Inbox {
    /// Keeps a letter; one that is known already is the same one again.
    pub(crate) fn keep(&mut self, letter: Letter) {
        if self.find(&letter.id).is_some() {
            return;
        }
        self.0.push(letter);
        if self.0.len() > INBOX {
            self.0.remove(0);
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Letter> {
        self.0.iter().find(|letter| letter.id == id)
    }

    pub(crate) fn letters(&self) -> &[Letter] {
        &self.0
    }
}

impl Letter {
    /// The message as it goes, encrypted, to a device of `account`. One's own devices are told to whom it went.
    pub(crate) fn for_device_of(&self, account: &str) -> wa::Message {
        if account != self.from {
            return self.plain();
        }
        wa::Message {
            device_sent_message: MessageField::some(m::DeviceSentMessage {
                destination_jid: Some(jid(&self.to)),
                message: MessageField::some(self.plain()),
                ..Default::default()
            }),
            ..Default::default()
        }
    }

    fn plain(&self) -> wa::Message {
        let Some(quote) = &self.quoted else {
            return wa::Message {
                conversation: Some(self.text.clone()),
                ..Default::default()
            };
        };
        let quoted = wa::Message {
            conversation: Some(quote.text.clone()),
            ..Default::default()
        };
        let context = wa::ContextInfo {
            stanza_id: Some(quote.id.clone()),
            participant: Some(jid(&quote.from)),
            quoted_message: MessageField::some(quoted),
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

/// A phone's address.
pub(crate) fn jid(number: &str) -> String {
    format!("{number}@s.whatsapp.net")
}

/// What a decrypted message says: its text, and the id of the one it answers. Nothing where it is no text.
pub(crate) fn read(message: &wa::Message) -> Option<(String, Option<String>)> {
    if let Some(sent) = message.device_sent_message.as_option() {
        return read(sent.message.as_option()?);
    }
    if let Some(extended) = message.extended_text_message.as_option() {
        let context = extended.context_info.as_option();
        let quoted = context.and_then(|context| context.stanza_id.clone());
        return Some((extended.text.clone()?, quoted));
    }
    Some((message.conversation.clone()?, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(id: &str) -> Letter {
        Letter {
            id: id.into(),
            from: "5511999990001".into(),
            to: "5521988880002".into(),
            text: "Oi".into(),
            quoted: None,
            at: 0,
        }
    }

    #[test]
    fn an_inbox_keeps_the_last_letters_once_each() {
        let mut inbox = Inbox::default();
        for index in 0..INBOX + 2 {
            inbox.keep(letter(&index.to_string()));
        }
        inbox.keep(letter("7"));
        assert_eq!(inbox.letters().len(), INBOX);
        assert!(inbox.find("1").is_none());
        assert!(inbox.find("2").is_some());
    }

    #[test]
    fn what_is_written_can_be_read_by_either_side() {
        let mut letter = letter("1");
        assert_eq!(
            read(&letter.for_device_of(&letter.to)),
            Some(("Oi".into(), None))
        );
        letter.quoted = Some(Quote {
            id: "0".into(),
            from: letter.to.clone(),
            text: "Bom dia".into(),
        });
        let copy = letter.for_device_of(&letter.from);
        assert!(copy.device_sent_message.is_set());
        assert_eq!(read(&copy), Some(("Oi".into(), Some("0".into()))));
        assert_eq!(read(&wa::Message::default()), None);
    }
}
