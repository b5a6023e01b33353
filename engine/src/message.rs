//! A text to send, and what becomes of it.
//!
//! A reply contains a part of the quoted message, because the receiver's phone shows the quote from the reply.

use std::fmt;
use std::time::SystemTime;

use wacore::proto_helpers::{MessageBuilderExt, build_quote_context};
use wacore_binary::{Jid, JidExt};
use waproto::whatsapp::Message;

use crate::MessageRefusal;

/// A text to send. Its `Debug` hides the content and the people.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The message's id, from [`new_message_id`].
    pub id: String,
    /// The recipient: `5511…@s.whatsapp.net`, `…@lid` or `…@g.us`.
    pub chat: String,
    /// The text.
    pub text: String,
    /// The message that this one replies to.
    pub quoted: Option<Quoted>,
}

/// The message that a reply quotes. Its `Debug` hides the content and the people.
#[derive(Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Its id.
    pub id: String,
    /// The address of its author; `None` for the person the chat is with.
    pub sender: Option<String>,
    /// Its text.
    pub text: Option<String>,
}

/// What is known of a message when sending returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// WhatsApp has taken it.
    Acknowledged {
        /// When.
        at: SystemTime,
    },
    /// WhatsApp has not answered in time. Its answer will be an event: [`crate::Event::MessageStatus`] or
    /// [`crate::Event::MessageRefused`].
    Pending,
}

/// Who would receive a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// A group, the account itself, or somebody with whom it has a conversation.
    Known,
    /// Somebody who has never written and was never written to.
    Stranger,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendTextError {
    /// The session is not logged in.
    #[error("the session is not connected")]
    NotConnected,
    /// The chat is not the address of a person or a group.
    #[error("not an address of a person or a group")]
    BadChat,
    /// WhatsApp refused it, or would refuse it.
    #[error("refused: {:?}", .0.reason)]
    Refused(MessageRefusal),
    /// Anything else, as a short code such as `no_answer`.
    #[error("not sent: {0}")]
    Failed(String),
}

/// A new id for a message, in the form of WhatsApp Web's ids.
pub fn new_message_id() -> String {
    let random: [u8; 9] = rand::random();
    let hex: String = random.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("3EB0{hex}")
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("id", &self.id)
            .field("quoted", &self.quoted)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Quoted");
        shown.field("id", &self.id).finish_non_exhaustive()
    }
}

impl Outgoing {
    /// The address of the recipient, a person or a group.
    pub(crate) fn recipient(&self) -> Result<Jid, SendTextError> {
        recipient(&self.chat)
    }

    pub(crate) fn into_message(self) -> Message {
        let Some(quoted) = self.quoted else {
            return Message::text(self.text);
        };
        // Without an author, the quoted message is from the person the chat is with.
        let author = quoted.sender.unwrap_or(self.chat);
        let quoted_message = Message::text(quoted.text.unwrap_or_default());
        let context = build_quote_context(quoted.id, author, &quoted_message);
        Message::text_with_context(self.text, context)
    }
}

/// The address of the chat's person or group.
pub(crate) fn recipient(chat: &str) -> Result<Jid, SendTextError> {
    address(chat).ok_or(SendTextError::BadChat)
}

/// The address of a person or a group; `None` for one of a person's devices and anything else.
fn address(chat: &str) -> Option<Jid> {
    let jid: Jid = chat.parse().ok()?;
    let digits = |user: &str| !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_digit());
    let is_recipient = if jid.is_group() {
        jid.user.split('-').all(digits)
    } else {
        (jid.is_pn() || jid.is_lid()) && digits(&jid.user)
    };
    (is_recipient && chat.contains('@') && jid.device == 0).then_some(jid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore::proto_helpers::MessageExt;

    #[test]
    fn only_people_and_groups_are_recipients() {
        let cases = [
            ("5511999990001@s.whatsapp.net", true),
            ("100000000000001@lid", true),
            ("120363000000000001@g.us", true),
            ("5511999990001-1600000000@g.us", true),
            ("5511999990001:3@s.whatsapp.net", false),
            ("5511999990001", false),
            ("@s.whatsapp.net", false),
            ("s.whatsapp.net", false),
            ("g.us", false),
            ("ana@s.whatsapp.net", false),
            ("status@broadcast", false),
            ("123@newsletter", false),
            ("5511999990001@example.org", false),
            ("", false),
        ];
        for (chat, is_recipient) in cases {
            assert_eq!(address(chat).is_some(), is_recipient, "{chat}");
        }
    }

    #[test]
    fn debug_hides_content_and_people() {
        let outgoing = Outgoing {
            id: "3EB0".into(),
            chat: "5511999990001@s.whatsapp.net".into(),
            text: "segredo".into(),
            quoted: Some(Quoted {
                id: "3EB1".into(),
                sender: Some("5511999990001@s.whatsapp.net".into()),
                text: Some("segredo".into()),
            }),
        };
        let shown = format!("{outgoing:?}");
        assert!(shown.contains("3EB0") && shown.contains("3EB1"), "{shown}");
        assert!(
            !shown.contains("5511") && !shown.contains("segredo"),
            "{shown}"
        );
    }

    #[test]
    fn a_reply_contains_the_quoted_message() {
        let reply = |sender: Option<&str>| {
            let outgoing = Outgoing {
                id: new_message_id(),
                chat: "5511999990001@s.whatsapp.net".into(),
                text: "Sim".into(),
                quoted: Some(Quoted {
                    id: "3EB0".into(),
                    sender: sender.map(Into::into),
                    text: Some("Pode?".into()),
                }),
            };
            let message = outgoing.into_message();
            assert_eq!(message.text_content(), Some("Sim"));
            let text = message.extended_text_message.as_option().expect("a text");
            text.context_info.as_option().expect("a quote").clone()
        };
        let quote = reply(None);
        assert_eq!(quote.stanza_id.as_deref(), Some("3EB0"));
        let author = "5511999990001@s.whatsapp.net";
        assert_eq!(quote.participant.as_deref(), Some(author));
        let quoted = quote.quoted_message.as_option().expect("the message");
        assert_eq!(quoted.text_content(), Some("Pode?"));
        let author = "100000000000002@lid";
        assert_eq!(reply(Some(author)).participant.as_deref(), Some(author));
    }

    #[test]
    fn message_ids_have_the_form_of_whatsapp_web() {
        let (one, other) = (new_message_id(), new_message_id());
        assert_ne!(one, other);
        assert_eq!(one.len(), 22);
        assert!(one.starts_with("3EB0") && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
