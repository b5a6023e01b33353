//! Why WhatsApp does not take a message.

use std::time::SystemTime;

/// A message that WhatsApp has refused, or that was not sent because WhatsApp would refuse it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRefusal {
    /// What the code means.
    pub reason: RefusalReason,
    /// WhatsApp's code, such as `463`; `None` if the message was not sent.
    pub code: Option<String>,
    /// When the restriction ends, if that is the reason and the end is known.
    pub until: Option<SystemTime>,
}

/// What a refusal means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// A direct message without a privacy token, which WhatsApp wanted from this account.
    NoPrivacyToken,
    /// The number has no WhatsApp account.
    NotOnWhatsapp,
    /// The account may write only to people with whom it has a conversation.
    Restricted,
    /// WhatsApp takes no more messages from this account for now.
    TooMany,
    /// Any other code.
    Other,
}

impl MessageRefusal {
    /// WhatsApp has refused a message with this code.
    pub(crate) fn with_code(code: &str) -> MessageRefusal {
        MessageRefusal {
            reason: reason(code),
            code: Some(code.to_owned()),
            until: None,
        }
    }

    /// The message is not sent, because the number has no account.
    pub(crate) fn not_on_whatsapp() -> MessageRefusal {
        MessageRefusal {
            reason: RefusalReason::NotOnWhatsapp,
            code: None,
            until: None,
        }
    }

    /// The account is restricted until then. Without a code, the message is not sent.
    pub(crate) fn restricted(until: SystemTime, code: Option<String>) -> MessageRefusal {
        MessageRefusal {
            reason: RefusalReason::Restricted,
            code,
            until: Some(until),
        }
    }
}

/// WhatsApp has not published the codes. These were observed; 475 is its limit on new chats.
fn reason(code: &str) -> RefusalReason {
    match code {
        "463" => RefusalReason::NoPrivacyToken,
        "404" => RefusalReason::NotOnWhatsapp,
        "429" | "475" => RefusalReason::TooMany,
        _ => RefusalReason::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_a_reason() {
        for (code, expected) in [
            ("463", RefusalReason::NoPrivacyToken),
            ("404", RefusalReason::NotOnWhatsapp),
            ("429", RefusalReason::TooMany),
            ("475", RefusalReason::TooMany),
            ("479", RefusalReason::Other),
            ("", RefusalReason::Other),
        ] {
            let refusal = MessageRefusal::with_code(code);
            assert_eq!(refusal.reason, expected, "{code}");
            assert_eq!(refusal.code.as_deref(), Some(code));
        }
    }
}
