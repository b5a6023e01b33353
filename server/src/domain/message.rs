//! What becomes of messages that are sent.

use super::time::Timestamp;

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStatus {
    /// WhatsApp has taken it.
    Sent,
    /// It is on a recipient's phone.
    Delivered,
    /// A recipient has read it.
    Read,
}

/// A message that WhatsApp has refused, or would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRefusal {
    pub reason: RefusalReason,
    /// WhatsApp's code; `None` if the message was not sent.
    pub code: Option<String>,
    /// When the restriction ends, if that is the reason and the end is known.
    pub until: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    NoPrivacyToken,
    NotOnWhatsapp,
    Restricted,
    TooMany,
    Other,
}

impl MessageStatus {
    /// The word in `message.status`.
    pub const fn as_str(self) -> &'static str {
        match self {
            MessageStatus::Sent => "sent",
            MessageStatus::Delivered => "delivered",
            MessageStatus::Read => "read",
        }
    }
}

impl RefusalReason {
    /// What the tenant reads, in the response and in `message.failed`.
    pub const fn sentence(self) -> &'static str {
        match self {
            RefusalReason::NoPrivacyToken => {
                "WhatsApp does not take a message to this person from this account, which has no privacy token for \
                 them. It does once the person has written to this number."
            }
            RefusalReason::NotOnWhatsapp => {
                "This number has no WhatsApp account. Check the number in chatId."
            }
            RefusalReason::Restricted => {
                "WhatsApp lets this account write only to people with whom it has a conversation, until the \
                 restriction ends. GET /api/sessions/{session} shows when, as `restrictedUntil`."
            }
            RefusalReason::TooMany => {
                "WhatsApp takes no more messages from this account for now. Wait before you send more."
            }
            RefusalReason::Other => {
                "WhatsApp did not take the message. Check the chatId and try again."
            }
        }
    }
}
