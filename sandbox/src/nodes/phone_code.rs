//! The stanzas of linking by a phone code: what a client sends in each stage, and what it receives.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{attribute, child, content, error, error_with, result};
use crate::clock::unix_seconds;
use crate::keys::PublicBytes;
use crate::linking::{BUNDLE_LENGTH, CodeReference, Finish, WrappedKey};
use crate::peer::{ConnectionId, Peer};
use crate::phone;

pub(crate) const TAG: &str = "link_code_companion_reg";

/// The systems that a client may name; WhatsApp rejects any other.
const SYSTEMS: [&str; 7] = [
    "Windows", "Mac OS", "Linux", "Ubuntu", "Fedora", "Android", "iOS",
];

/// A client's request for a phone code.
pub(crate) struct Hello {
    pub(crate) number: String,
    pub(crate) companion_key: WrappedKey,
}

/// Reads a client's request as WhatsApp checks it: a plausible number, the key of the connection, and a client
/// that names its kind and its system.
pub(crate) fn read_hello(peer: &Peer, request: &Node) -> Option<Hello> {
    let field = |tag| child(request, tag).map(content);
    let shows_notification = attribute(request, "should_show_push_notification");
    let is_valid = field("companion_server_auth_key_pub") == Some(&peer.noise_key())
        && field("companion_platform_id").is_some_and(|id| !id.is_empty())
        && field("companion_platform_display").is_some_and(is_display)
        && field("link_code_pairing_nonce").is_some_and(|nonce| nonce.len() == 1)
        && matches!(shows_notification.as_str(), "true" | "false");
    let key = field("link_code_pairing_wrapped_companion_ephemeral_pub")?;
    let hello = Hello {
        number: number_in(request)?,
        companion_key: key.try_into().ok()?,
    };
    is_valid.then_some(hello)
}

/// Whether the text names a browser and a known system, like "Chrome (Linux)".
fn is_display(text: &[u8]) -> bool {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let system = text.split_once(" (").map(|(_browser, system)| system);
    let system = system.and_then(|system| system.strip_suffix(')'));
    system.is_some_and(|system| SYSTEMS.contains(&system))
}

fn number_in(request: &Node) -> Option<String> {
    let jid = attribute(request, "jid");
    let number = jid.strip_suffix("@s.whatsapp.net")?;
    phone::digits(number).ok()
}

/// The answer to a request: the reference of the new code.
pub(crate) fn hello_result(iq: &Node, reference: &CodeReference) -> Node {
    let answer = NodeBuilder::new(TAG)
        .attr("stage", "companion_hello")
        .children([bytes("link_code_pairing_ref", reference)]);
    result(iq).children([answer.build()]).build()
}

/// A client's keys for the phone, and the code that they belong to.
pub(crate) struct ClientFinish {
    pub(crate) number: String,
    pub(crate) reference: Vec<u8>,
    pub(crate) keys: Finish,
}

pub(crate) fn read_finish(request: &Node) -> Option<ClientFinish> {
    let field = |tag| child(request, tag).map(content);
    let bundle = field("link_code_pairing_wrapped_key_bundle")?;
    let keys = Finish {
        bundle: (bundle.len() == BUNDLE_LENGTH).then(|| bundle.to_vec())?,
        identity_key: field("companion_identity_public")?.try_into().ok()?,
    };
    Some(ClientFinish {
        number: number_in(request)?,
        reference: field("link_code_pairing_ref")?.to_vec(),
        keys,
    })
}

pub(crate) fn bad_request(iq: &Node) -> Node {
    error(iq, 400, "bad-request")
}

/// WhatsApp throttles in two ways. A client that is too fast is told how long to wait; a number that was used
/// too often is rejected as if the request were malformed.
pub(crate) fn throttled(iq: &Node, retry_after: Option<u64>) -> Node {
    let Some(seconds) = retry_after else {
        return bad_request(iq);
    };
    let error = NodeBuilder::new("error")
        .attr("code", "429")
        .attr("text", "rate-overlimit")
        .attr("backoff", seconds.to_string())
        .build();
    error_with(iq, error)
}

/// The phone's keys, sent to the client after the code was typed.
pub(crate) fn primary_hello(
    id: ConnectionId,
    reference: &CodeReference,
    wrapped_key: &WrappedKey,
    identity_key: &PublicBytes,
) -> Node {
    let hello = NodeBuilder::new(TAG)
        .attr("stage", "primary_hello")
        .children([
            bytes(
                "link_code_pairing_wrapped_primary_ephemeral_pub",
                wrapped_key,
            ),
            bytes("primary_identity_pub", identity_key),
            bytes("link_code_pairing_ref", reference),
        ]);
    NodeBuilder::new("notification")
        .attr("from", "s.whatsapp.net")
        .attr("type", TAG)
        .attr("id", format!("link-code-{id}-{}", rand::random::<u32>()))
        .attr("t", unix_seconds().to_string())
        .children([hello.build()])
        .build()
}

fn bytes(tag: &'static str, bytes: &[u8]) -> Node {
    NodeBuilder::new(tag).bytes(bytes.to_vec()).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_names_a_browser_and_a_known_system() {
        for (text, expected) in [
            ("Chrome (Linux)", true),
            ("Chrome (Mac OS)", true),
            ("Chrome (rust)", false),
            ("Chrome", false),
            ("Chrome (Linux", false),
            ("", false),
        ] {
            assert_eq!(is_display(text.as_bytes()), expected, "{text:?}");
        }
    }
}
