//! A phone's answer to a linked device that has requested a message.

use serde::{Deserialize, Serialize};
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::message::PeerDataOperationRequestResponseMessage as Response;
use waproto::whatsapp::message::protocol_message::Type as ProtocolType;
use waproto::whatsapp::{self as wa, message as m};

use super::messages::{TextMessage, jid};
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
    pub(super) fn content(&self, account: &str) -> wa::Message {
        let message = self.message.as_ref();
        let result = PeerDataOperationResult {
            placeholder_message_resend_response: MessageField::some(
                PlaceholderMessageResendResponse {
                    web_message_info_bytes: message
                        .map(|message| self.stored(message, account).encode_to_vec()),
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

    /// The message as a phone of `account` stores it.
    fn stored(&self, message: &TextMessage, account: &str) -> wa::WebMessageInfo {
        let from_me = message.from == account;
        let other = if from_me { &message.to } else { &message.from };
        wa::WebMessageInfo {
            key: MessageField::some(wa::MessageKey {
                remote_jid: Some(jid(other)),
                from_me: Some(from_me),
                id: Some(message.id.clone()),
                participant: None,
            }),
            message: MessageField::some(message.content()),
            message_timestamp: Some(message.at),
            push_name: Some(self.push_name.clone()),
            ..Default::default()
        }
    }
}
