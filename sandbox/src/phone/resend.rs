//! A phone's answer to a linked device that has requested a message.

use serde::{Deserialize, Serialize};
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::message::PeerDataOperationRequestResponseMessage as Response;
use waproto::whatsapp::message::protocol_message::Type as ProtocolType;
use waproto::whatsapp::{self as wa, message as m};

use super::Participants;
use super::messages::TextMessage;
use m::peer_data_operation_request_response_message as response;
use response::PeerDataOperationResult;
use response::peer_data_operation_result::PlaceholderMessageResendResponse;

/// A phone's answer to a linked device that has requested a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Resend {
    /// The id of the device's request.
    pub(crate) request_id: String,
    /// None if the phone does not have it.
    pub(crate) message: Option<TextMessage>,
    pub(crate) push_name: String,
}

impl Resend {
    /// The answer, with the message if there is one between these accounts.
    pub(crate) fn content(&self, participants: Option<&Participants<'_>>) -> wa::Message {
        let message = self.message.as_ref().zip(participants);
        let result = PeerDataOperationResult {
            placeholder_message_resend_response: MessageField::some(
                PlaceholderMessageResendResponse {
                    web_message_info_bytes: message.map(|(message, participants)| {
                        self.stored(message, participants).encode_to_vec()
                    }),
                },
            ),
            ..Default::default()
        };
        let response = Response {
            peer_data_operation_request_type: Some(
                m::PeerDataOperationRequestType::PLACEHOLDER_MESSAGE_RESEND,
            ),
            stanza_id: Some(self.request_id.clone()),
            peer_data_operation_result: vec![result],
        };
        wa::Message {
            protocol_message: MessageField::some(m::ProtocolMessage {
                r#type: Some(ProtocolType::PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE),
                peer_data_operation_request_response_message: MessageField::some(response),
                ..Default::default()
            }),
            ..Default::default()
        }
    }

    /// The message as the reader's phone stores it.
    fn stored(&self, message: &TextMessage, participants: &Participants<'_>) -> wa::WebMessageInfo {
        let from_me = participants.is_own_copy();
        let other = match from_me {
            true => participants.recipient_address(),
            false => participants.sender.address_for(participants.reader),
        };
        wa::WebMessageInfo {
            key: MessageField::some(wa::MessageKey {
                remote_jid: Some(other),
                from_me: Some(from_me),
                id: Some(message.id.clone()),
                participant: None,
            }),
            message: MessageField::some(message.content(participants)),
            message_timestamp: Some(message.at),
            push_name: Some(self.push_name.clone()),
            ..Default::default()
        }
    }
}
