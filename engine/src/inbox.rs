//! The port through which received messages leave the engine.
//!
//! WhatsApp keeps a message until it is acknowledged, and drops it then. So [`Inbox::keep`] returns
//! `Ok` when the message is durable, and only then is it acknowledged; after an error or a crash it
//! comes again. That is at least once: the same message may be handed over twice, and chat, sender
//! and id together tell that it is the same.

use std::fmt;

use async_trait::async_trait;

/// Where received messages are kept.
#[async_trait]
pub trait Inbox: Send + Sync + 'static {
    /// Keeps one message; `Ok` means that it survives a crash. No call of the same session's
    /// [`crate::Line`] may be awaited in here, because the client waits for this to return.
    async fn keep(&self, session: &str, message: Received) -> Result<(), InboxError>;
}

/// A message was not kept, and will come again.
#[derive(Debug, thiserror::Error)]
#[error("inbox: {0}")]
pub struct InboxError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// A received message, or one that the account's owner sent from another device.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// Unique within its chat and sender only.
    pub id: String,
    /// Who the chat is with. Empty in a group.
    pub chat: Person,
    /// Who wrote it.
    pub sender: Person,
    /// The group it was written in, `…@g.us`.
    pub group: Option<String>,
    /// What it is: `text`, `image`, `video`, `audio`, `document`, `sticker`, `location`, `contact`,
    /// `poll`, `reaction` or `unknown`.
    pub kind: &'static str,
    /// What it says: the text, the caption, or the emoji of a reaction.
    pub text: Option<String>,
    /// When it was sent, in seconds since 1970.
    pub at_seconds: u64,
    /// The account itself wrote it, on another of its devices.
    pub from_me: bool,
    /// How the sender calls themselves.
    pub push_name: Option<String>,
}

/// A person, by the addresses that WhatsApp told; at least one, except in place of a group.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// E.164 with the leading plus.
    pub phone_number: Option<String>,
    /// The privacy-preserving address, `…@lid`.
    pub lid: Option<String>,
}

impl fmt::Debug for Received {
    // What people write and who they are is nobody's business in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("from_me", &self.from_me)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_words_nor_people() {
        let person = Person {
            phone_number: Some("+5511999990001".into()),
            lid: Some("100000000000001@lid".into()),
        };
        let received = Received {
            id: "3EB0".into(),
            chat: person.clone(),
            sender: person,
            group: None,
            kind: "text",
            text: Some("segredo".into()),
            at_seconds: 1,
            from_me: false,
            push_name: Some("Ana".into()),
        };
        let shown = format!("{received:?} {:?}", received.chat);
        for hidden in ["5511", "1000", "segredo", "Ana"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
