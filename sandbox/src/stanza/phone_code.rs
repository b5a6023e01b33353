//! The server's part in linking by a code that is typed on the phone: it checks what a client sends for its
//! form and its turn, and hands it on. It never sees the code.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use super::shape::{attribute, child, content, first_child, refusal, result};
use crate::clock::unix_seconds;
use crate::history::Kind;
use crate::keys::PublicBytes;
use crate::linking::{BUNDLE_LENGTH, Finish, Finished, Reference, WrappedKey};
use crate::live::Peer;
use crate::phone;

pub(super) const TAG: &str = "link_code_companion_reg";

/// The systems a client may say it runs on; WhatsApp refuses to show any other to the phone's owner.
const SYSTEMS: [&str; 7] = [
    "Windows", "Mac OS", "Linux", "Ubuntu", "Fedora", "Android", "iOS",
];

/// A client asks for a code, or ends what it began.
pub(super) fn handle(session: &Session, iq: &Node) {
    let Some(request) = first_child(iq) else {
        return;
    };
    let answer = if session.login.is_some() {
        refusal(iq, 403, "forbidden")
    } else {
        match attribute(request, "stage").as_str() {
            "companion_hello" => hello(session, iq, request),
            "companion_finish" => finish(session, iq, request),
            _ => bad_request(iq),
        }
    };
    session.peer.send(answer);
}

fn hello(session: &Session, iq: &Node, request: &Node) -> Node {
    let network = &session.network;
    let Some((number, companion_key)) = read_hello(&session.peer, request) else {
        return bad_request(iq);
    };
    network
        .history
        .note(Kind::CodeRequested, number.as_str(), "");
    if let Some(throttle) = network.faults.take_code_throttle() {
        return throttled(iq, throttle.retry_after);
    }
    let reference = network
        .live
        .ask_for_code(&number, &session.peer, companion_key, network.pace);
    let reference = NodeBuilder::new("link_code_pairing_ref")
        .bytes(reference.to_vec())
        .build();
    let answer = NodeBuilder::new(TAG)
        .attr("stage", "companion_hello")
        .children([reference])
        .build();
    result(iq).children([answer]).build()
}

/// What WhatsApp demands of a request: a plausible number, the key the connection was made with, and a
/// client that names its kind and its system.
fn read_hello(peer: &Peer, request: &Node) -> Option<(String, WrappedKey)> {
    let number = number_in(request)?;
    let field = |tag| child(request, tag).map(content);
    let shows_notification = attribute(request, "should_show_push_notification");
    let is_proper = field("companion_server_auth_key_pub") == Some(&peer.noise_key())
        && field("companion_platform_id").is_some_and(|id| !id.is_empty())
        && field("companion_platform_display").is_some_and(is_display)
        && field("link_code_pairing_nonce").is_some_and(|nonce| nonce.len() == 1)
        && matches!(shows_notification.as_str(), "true" | "false");
    let key = field("link_code_pairing_wrapped_companion_ephemeral_pub")?;
    Some((number, key.try_into().ok().filter(|_| is_proper)?))
}

/// "Chrome (Linux)".
fn is_display(text: &[u8]) -> bool {
    let Some((_browser, rest)) = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.split_once(" ("))
    else {
        return false;
    };
    rest.strip_suffix(')')
        .is_some_and(|system| SYSTEMS.contains(&system))
}

fn number_in(request: &Node) -> Option<String> {
    let jid = attribute(request, "jid");
    let number = jid.strip_suffix("@s.whatsapp.net")?;
    phone::digits(number).ok()
}

fn finish(session: &Session, iq: &Node, request: &Node) -> Node {
    let Some((number, reference, finish)) = read_finish(request) else {
        return bad_request(iq);
    };
    let live = &session.network.live;
    match live.finish_code(&number, &session.peer, &reference, finish) {
        Finished::Delivered => result(iq).build(),
        Finished::Unexpected => bad_request(iq),
    }
}

fn read_finish(request: &Node) -> Option<(String, Vec<u8>, Finish)> {
    let field = |tag| child(request, tag).map(content);
    let bundle = field("link_code_pairing_wrapped_key_bundle")?;
    let finish = Finish {
        bundle: (bundle.len() == BUNDLE_LENGTH).then(|| bundle.to_vec())?,
        identity_key: field("companion_identity_public")?.try_into().ok()?,
    };
    let reference = field("link_code_pairing_ref")?.to_vec();
    Some((number_in(request)?, reference, finish))
}

fn bad_request(iq: &Node) -> Node {
    refusal(iq, 400, "bad-request")
}

/// WhatsApp has two ways to say it: a client that is too fast is told when to come back, a number that was
/// asked for too often is refused as if the request were malformed.
fn throttled(iq: &Node, retry_after: Option<u64>) -> Node {
    let Some(seconds) = retry_after else {
        return bad_request(iq);
    };
    let error = NodeBuilder::new("error")
        .attr("code", "429")
        .attr("text", "rate-overlimit")
        .attr("backoff", seconds.to_string())
        .build();
    NodeBuilder::new("iq")
        .attr("from", "s.whatsapp.net")
        .attr("type", "error")
        .attr("id", attribute(iq, "id"))
        .children([error])
        .build()
}

/// What the client is told when the code was typed: the phone's keys.
pub(crate) fn primary_hello(
    peer: &Peer,
    reference: &Reference,
    wrapped: &WrappedKey,
    identity_key: &PublicBytes,
) -> Node {
    let bytes = |tag, bytes: &[u8]| NodeBuilder::new(tag).bytes(bytes.to_vec()).build();
    let hello = NodeBuilder::new(TAG)
        .attr("stage", "primary_hello")
        .children([
            bytes("link_code_pairing_wrapped_primary_ephemeral_pub", wrapped),
            bytes("primary_identity_pub", identity_key),
            bytes("link_code_pairing_ref", reference),
        ])
        .build();
    NodeBuilder::new("notification")
        .attr("from", "s.whatsapp.net")
        .attr("type", TAG)
        .attr(
            "id",
            format!("link-code-{}-{}", peer.id, rand::random::<u32>()),
        )
        .attr("t", unix_seconds().to_string())
        .children([hello])
        .build()
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
