//! The kind and the text of a message.

use wacore::proto_helpers::MessageExt;
use waproto::buffa::Message as _;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::PollCreationMessage;

/// What a person can read in a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) text: Option<String>,
}

impl Content {
    /// `None` for a message without anything to read, such as keys.
    pub(super) fn of(message: &Message) -> Option<Content> {
        let base = message.get_base_message();
        if is_protocol(base) {
            return None;
        }
        if let Some(text) = base.text_content() {
            return Some(Content::new("text", Some(text)));
        }
        media(base)
            .or_else(|| location_or_contact(base))
            .or_else(|| reaction_or_poll(base))
            .or_else(|| has_content(base).then(|| Content::new("unknown", None)))
    }

    fn new(kind: &'static str, text: Option<&str>) -> Content {
        let text = text.filter(|text| !text.is_empty());
        Content {
            kind,
            text: text.map(ToOwned::to_owned),
        }
    }
}

/// Revocations, edits, keys and history are protocol messages. A vote and a pin change another message.
fn is_protocol(base: &Message) -> bool {
    base.protocol_message.is_set()
        || base.poll_update_message.is_set()
        || base.keep_in_chat_message.is_set()
        || base.pin_in_chat_message.is_set()
}

fn media(base: &Message) -> Option<Content> {
    let kind = if base.image_message.is_set() {
        "image"
    } else if base.video_message.is_set() || base.ptv_message.is_set() {
        "video"
    } else if base.audio_message.is_set() {
        "audio"
    } else if base.document_message.is_set() {
        "document"
    } else if base.sticker_message.is_set() || base.lottie_sticker_message.is_set() {
        "sticker"
    } else {
        return None;
    };
    Some(Content::new(kind, base.get_caption()))
}

fn location_or_contact(base: &Message) -> Option<Content> {
    if let Some(place) = base.location_message.as_option() {
        return Some(Content::new("location", place.name.as_deref()));
    }
    if let Some(place) = base.live_location_message.as_option() {
        return Some(Content::new("location", place.caption.as_deref()));
    }
    if let Some(contact) = base.contact_message.as_option() {
        return Some(Content::new("contact", contact.display_name.as_deref()));
    }
    let contacts = base.contacts_array_message.as_option()?;
    Some(Content::new("contact", contacts.display_name.as_deref()))
}

/// A reaction without an emoji removes the earlier one.
fn reaction_or_poll(base: &Message) -> Option<Content> {
    if let Some(reaction) = base.reaction_message.as_option() {
        return Some(Content::new("reaction", reaction.text.as_deref()));
    }
    let poll = poll(base)?;
    Some(Content::new("poll", poll.name.as_deref()))
}

fn poll(base: &Message) -> Option<&PollCreationMessage> {
    let versions = [
        &base.poll_creation_message,
        &base.poll_creation_message_v2,
        &base.poll_creation_message_v3,
        &base.poll_creation_message_v5,
        &base.poll_creation_message_v6,
    ];
    versions.into_iter().find_map(|poll| poll.as_option())
}

/// Whether there is more than the keys for a group's next messages.
fn has_content(base: &Message) -> bool {
    let mut rest = base.clone();
    rest.sender_key_distribution_message = Default::default();
    rest.fast_ratchet_key_sender_key_distribution_message = Default::default();
    rest.message_context_info = Default::default();
    !rest.encode_to_vec().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use waproto::buffa::MessageField;
    use waproto::whatsapp::message::{
        ImageMessage, InvoiceMessage, LocationMessage, ProtocolMessage, ReactionMessage,
        SenderKeyDistributionMessage,
    };

    fn content(fill: impl FnOnce(&mut Message)) -> Option<(&'static str, Option<String>)> {
        let mut message = Message::default();
        fill(&mut message);
        Content::of(&message).map(|content| (content.kind, content.text))
    }

    #[test]
    fn each_kind_has_its_name_and_text() {
        let text = content(|it| it.conversation = Some("oi".into()));
        assert_eq!(text, Some(("text", Some("oi".into()))));
        let image = content(|it| {
            it.image_message = MessageField::some(ImageMessage {
                caption: Some("praia".into()),
                ..ImageMessage::default()
            });
        });
        assert_eq!(image, Some(("image", Some("praia".into()))));
        let location = content(|it| {
            it.location_message = MessageField::some(LocationMessage::default());
        });
        assert_eq!(location, Some(("location", None)));
        let reaction = content(|it| {
            it.reaction_message = MessageField::some(ReactionMessage {
                text: Some("👍".into()),
                ..ReactionMessage::default()
            });
        });
        assert_eq!(reaction, Some(("reaction", Some("👍".into()))));
        let poll = content(|it| {
            it.poll_creation_message_v3 = MessageField::some(PollCreationMessage {
                name: Some("Quando?".into()),
                ..PollCreationMessage::default()
            });
        });
        assert_eq!(poll, Some(("poll", Some("Quando?".into()))));
        let invoice = content(|it| {
            it.invoice_message = MessageField::some(InvoiceMessage {
                note: Some("1".into()),
                ..InvoiceMessage::default()
            });
        });
        assert_eq!(invoice, Some(("unknown", None)));
    }

    #[test]
    fn protocol_messages_have_no_content() {
        assert_eq!(content(|_| {}), None);
        let keys = SenderKeyDistributionMessage {
            group_id: Some("120363@g.us".into()),
            ..SenderKeyDistributionMessage::default()
        };
        let alone = content(|it| {
            it.sender_key_distribution_message = MessageField::some(keys.clone());
        });
        assert_eq!(alone, None);
        let with_text = content(|it| {
            it.sender_key_distribution_message = MessageField::some(keys);
            it.conversation = Some("oi".into());
        });
        assert_eq!(with_text, Some(("text", Some("oi".into()))));
        let protocol = content(|it| {
            it.protocol_message = MessageField::some(ProtocolMessage::default());
        });
        assert_eq!(protocol, None);
    }
}
