//! The stanzas of linking: the refs for QR codes, the offer of a link and its answer, the demand for a passkey.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;
use waproto::buffa::Message as _;
use waproto::whatsapp as wa;

use super::{attribute, child, content};
use crate::clock::unix_seconds;
use crate::linking::LinkError;
use crate::peer::ConnectionId;
use crate::phone::{Addresses, DeviceAddress, Phone};

/// What a browser would need to ask the person for their passkey.
const PASSKEY_OPTIONS: &str = concat!(
    r#"{"challenge":"c2FuZGJveA","rpId":"whatsapp.com","#,
    r#""userVerification":"required","timeout":60000}"#
);

/// The refs that a client may show as QR codes.
pub(crate) fn pair_device(id: ConnectionId, refs: Vec<String>) -> Node {
    let refs = refs.into_iter().map(|reference| {
        NodeBuilder::new("ref")
            .bytes(reference.into_bytes())
            .build()
    });
    request(format!("pair-device-{id}"))
        .children([NodeBuilder::new("pair-device").children(refs).build()])
        .build()
}

/// Offers a client to become this device of this phone.
pub(crate) fn pair_success(
    id: ConnectionId,
    phone: &Phone,
    address: &DeviceAddress,
    container: Vec<u8>,
) -> Node {
    let mut children = vec![
        NodeBuilder::new("device-identity").bytes(container).build(),
        device(phone, address),
        NodeBuilder::new("platform")
            .attr("name", phone.platform.as_str())
            .build(),
    ];
    if let Some(name) = &phone.business_name {
        children.push(NodeBuilder::new("biz").attr("name", name.clone()).build());
    }
    if phone.addresses == Addresses::Lid {
        children.push(client_props());
    }
    request(offer_id(id))
        .attr("t", unix_seconds().to_string())
        .children([NodeBuilder::new("pair-success").children(children).build()])
        .build()
}

/// The account's chats have LIDs.
fn client_props() -> Node {
    let props = wa::ClientPairingProps {
        is_chat_db_lid_migrated: Some(true),
        ..Default::default()
    };
    NodeBuilder::new("client-props")
        .bytes(props.encode_to_vec())
        .build()
}

fn device(phone: &Phone, address: &DeviceAddress) -> Node {
    let DeviceAddress { number, device } = address;
    NodeBuilder::new("device")
        .attr("jid", format!("{number}:{device}@s.whatsapp.net"))
        .attr("lid", format!("{}:{device}@lid", phone.lid))
        .build()
}

fn request(id: String) -> NodeBuilder {
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", "set")
        .attr("id", id)
        .attr("xmlns", "md")
}

fn offer_id(id: ConnectionId) -> String {
    format!("pair-success-{id}")
}

/// Whether this answers the offer that was made on this connection.
pub(crate) fn is_answer_to_offer(answer: &Node, id: ConnectionId) -> bool {
    attribute(answer, "id") == offer_id(id)
}

/// The signed identity in a client's answer to an offer; empty where there is none. A client that rejects the
/// offer gives its reason.
pub(crate) fn read_answer(answer: &Node) -> Result<&[u8], LinkError> {
    if attribute(answer, "type") == "result" {
        let sign = child(answer, "pair-device-sign");
        let identity = sign.and_then(|sign| child(sign, "device-identity"));
        return Ok(identity.map(content).unwrap_or_default());
    }
    let reason = child(answer, "error").map(|error| attribute(error, "text"));
    let reason = reason.filter(|reason| !reason.is_empty());
    let reason = reason.unwrap_or_else(|| "it gave no reason".to_owned());
    Err(LinkError::LinkRefused(reason))
}

/// Demands the passkey that WhatsApp requires of some accounts before they link a device. Only a page of
/// WhatsApp's own or the phone can give it, so the sandbox expects no answer from the client.
pub(crate) fn passkey_request(id: ConnectionId) -> Node {
    let options = NodeBuilder::new("passkey_request_options")
        .bytes(PASSKEY_OPTIONS.as_bytes().to_vec())
        .build();
    NodeBuilder::new("notification")
        .attr("from", "s.whatsapp.net")
        .attr("type", "passkey_prologue_request")
        .attr("id", format!("passkey-{id}-{}", rand::random::<u32>()))
        .attr("t", unix_seconds().to_string())
        .children([options])
        .build()
}
