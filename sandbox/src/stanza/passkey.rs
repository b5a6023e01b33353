//! The passkey that WhatsApp asks some accounts for before they link a device. Nobody but a page of
//! WhatsApp's own can answer, so the story ends with the question.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use crate::clock::unix_seconds;
use crate::live::Peer;

/// What a browser would be given to ask the person for their passkey.
const OPTIONS: &str = r#"{"challenge":"c2FuZGJveA","rpId":"whatsapp.com","userVerification":"required","timeout":60000}"#;

pub(crate) fn request(peer: &Peer) -> Node {
    let options = NodeBuilder::new("passkey_request_options")
        .bytes(OPTIONS.as_bytes().to_vec())
        .build();
    NodeBuilder::new("notification")
        .attr("from", "s.whatsapp.net")
        .attr("type", "passkey_prologue_request")
        .attr(
            "id",
            format!("passkey-{}-{}", peer.id, rand::random::<u32>()),
        )
        .attr("t", unix_seconds().to_string())
        .children([options])
        .build()
}
