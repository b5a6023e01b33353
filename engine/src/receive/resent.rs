//! The messages in an answer of the account's phone to requests for messages.

use std::sync::Arc;

use wacore::types::events::InboundMessage;
use waproto::codec::web_message_info_decode;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::PeerDataOperationRequestResponseMessage;

/// A message as the phone has it.
pub(super) struct Resent {
    /// The address of the chat, which may be the other one than the client's.
    pub(super) chat: String,
    pub(super) id: String,
    pub(super) message: Arc<Message>,
}

/// The messages in a phone's answer; none in any other message, or if the phone does not have them either.
pub(super) fn copies(item: &InboundMessage) -> Vec<Resent> {
    let source = &item.info.source;
    if !source.is_from_me || source.sender.device != 0 {
        return Vec::new();
    }
    let protocol = item.message.protocol_message.as_option();
    let answer = protocol.and_then(|protocol| {
        let answer = &protocol.peer_data_operation_request_response_message;
        answer.as_option()
    });
    answer.map(read).unwrap_or_default()
}

fn read(answer: &PeerDataOperationRequestResponseMessage) -> Vec<Resent> {
    let results = answer.peer_data_operation_result.iter();
    let responses = results.filter_map(|result| {
        let response = result.placeholder_message_resend_response.as_option()?;
        response.web_message_info_bytes.as_deref()
    });
    responses.filter_map(read_stored).collect()
}

fn read_stored(bytes: &[u8]) -> Option<Resent> {
    let mut stored = web_message_info_decode(bytes).ok()?;
    let message = stored.message.take()?;
    let key = stored.key.as_option()?;
    Some(Resent {
        chat: key.remote_jid.clone()?,
        id: key.id.clone()?,
        message: Arc::from(message),
    })
}
