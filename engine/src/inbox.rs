//! The port to which received messages are delivered.
//!
//! WhatsApp keeps a message until it is acknowledged. A message is acknowledged only after [`Inbox::store`] has returned
//! `Ok`, and is delivered again after an error or a crash. So delivery is at least once: the same message may come
//! twice, with the same chat, sender and id.

use std::fmt;

use async_trait::async_trait;

/// Stores received messages.
#[async_trait]
pub trait Inbox: Send + Sync + 'static {
    /// Stores one message; `Ok` means that it survives a crash. An implementation must not await a call of the same
    /// session's [`crate::Line`], because the client waits for this to return.
    async fn store(&self, session: &str, message: Received) -> Result<(), InboxError>;
}

/// A message was not stored, and will be delivered again.
#[derive(Debug, thiserror::Error)]
#[error("inbox: {0}")]
pub struct InboxError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// A received message, or one that the account sent from another device.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// Unique within its chat and sender only.
    pub id: String,
    /// The person the chat is with. Empty in a group.
    pub chat: Person,
    /// The author.
    pub sender: Person,
    /// The group, `…@g.us`.
    pub group: Option<String>,
    /// `text`, `image`, `video`, `audio`, `document`, `sticker`, `location`, `contact`,
    /// `poll`, `reaction` or `unknown`.
    pub kind: &'static str,
    /// The text, the caption, or the emoji of a reaction.
    pub text: Option<String>,
    /// When it was sent, in seconds since 1970.
    pub at_seconds: u64,
    /// The account itself sent it, from another of its devices.
    pub from_me: bool,
    /// The name that the sender shows to others.
    pub push_name: Option<String>,
}

/// A person's addresses, as far as they are known; at least one, except in place of a group.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// E.164 with the leading plus.
    pub phone_number: Option<String>,
    /// The privacy-preserving address, `…@lid`.
    pub lid: Option<String>,
}

impl fmt::Debug for Received {
    // Content and people must not reach a log.
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
    fn debug_hides_content_and_people() {
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
