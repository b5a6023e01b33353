//! What the client reports about messages that were sent.

use wacore::types::events as vendor;
use wacore::types::presence::ReceiptType;

use super::{Identity, Translation, emit, nothing};
use crate::{Event, MessageRefusal, MessageStatus};

/// A recipient has received or read messages. The account's own devices send receipts too.
pub(super) fn receipt(receipt: &vendor::Receipt, identity: Option<&Identity>) -> Translation {
    let status = match receipt.r#type {
        ReceiptType::Delivered => MessageStatus::Delivered,
        ReceiptType::Read | ReceiptType::Played => MessageStatus::Read,
        _ => return nothing(),
    };
    let sender = &receipt.source.sender;
    let is_own = identity.is_some_and(|own| [&own.pn.user, &own.lid.user].contains(&&sender.user));
    if is_own || receipt.message_ids.is_empty() {
        return nothing();
    }
    emit(Event::MessageStatus {
        ids: receipt.message_ids.clone(),
        status,
    })
}

/// WhatsApp has acknowledged or refused a message for whose answer nobody waits any more.
pub(super) fn late_ack(ack: &vendor::ServerAck) -> Translation {
    emit(match &ack.error {
        Some(code) => Event::MessageRefused {
            id: ack.id.clone(),
            refusal: MessageRefusal::with_code(code),
        },
        None => Event::MessageStatus {
            ids: vec![ack.id.clone()],
            status: MessageStatus::Sent,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore::types::message::MessageSource;

    fn of(sender: &str, kind: ReceiptType) -> Option<MessageStatus> {
        let receipt_of = vendor::Receipt::builder()
            .source(MessageSource {
                sender: sender.parse().expect("an address"),
                ..MessageSource::default()
            })
            .message_ids(vec!["3EB0".into()])
            .timestamp(Default::default())
            .r#type(kind)
            .offline(false)
            .build();
        let own = Identity {
            pn: "5511999990001:7@s.whatsapp.net"
                .parse()
                .expect("an address"),
            lid: "100000000000001:7@lid".parse().expect("an address"),
            push_name: String::new(),
        };
        let (events, _) = receipt(&receipt_of, Some(&own));
        match events.as_slice() {
            [] => None,
            [Event::MessageStatus { ids, status }] if ids == &["3EB0"] => Some(*status),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_receipts_of_recipients_are_reported() {
        let (bia, own) = ("5521988880002@s.whatsapp.net", "100000000000001@lid");
        let delivered = Some(MessageStatus::Delivered);
        assert_eq!(of(bia, ReceiptType::Delivered), delivered);
        assert_eq!(of(bia, ReceiptType::Read), Some(MessageStatus::Read));
        assert_eq!(of(bia, ReceiptType::Played), Some(MessageStatus::Read));
        assert_eq!(of(bia, ReceiptType::Retry), None);
        assert_eq!(of(bia, ReceiptType::Sent), None);
        assert_eq!(of(own, ReceiptType::Delivered), None);
        assert_eq!(of(own, ReceiptType::ReadSelf), None);
    }

    #[test]
    fn a_late_refusal_has_its_code() {
        let ack = vendor::ServerAck::builder();
        let ack = ack.id("3EB0".to_owned()).error("429".to_owned()).build();
        let (events, _) = late_ack(&ack);
        let refusal = MessageRefusal::with_code("429");
        let id = "3EB0".to_owned();
        assert_eq!(events, [Event::MessageRefused { id, refusal }]);
    }
}
