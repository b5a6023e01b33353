//! What the server says about the connection itself, usually before it closes it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use crate::faults::LoginRefusal;

/// After a link: log in again, as the device you are now.
pub(crate) fn restart() -> Node {
    NodeBuilder::new("stream:error").attr("code", "515").build()
}

/// The phone took the device off its list.
pub(crate) fn device_removed() -> Node {
    conflict("device_removed").attr("code", "401").build()
}

/// The same device logged in elsewhere.
pub(crate) fn replaced() -> Node {
    conflict("replaced").build()
}

/// Something is wrong with the connection; what, the client may guess by the number.
pub(crate) fn error(code: &str) -> Node {
    NodeBuilder::new("stream:error")
        .attr("code", code.to_owned())
        .build()
}

fn conflict(kind: &'static str) -> NodeBuilder {
    NodeBuilder::new("stream:error")
        .children([NodeBuilder::new("conflict").attr("type", kind).build()])
}

/// A login is not possible, and why.
pub(crate) fn failure(refusal: &LoginRefusal) -> Node {
    if *refusal == LoginRefusal::TakenOver {
        return replaced();
    }
    let failure = NodeBuilder::new("failure")
        .attr("reason", refusal.reason().to_string())
        .attr("location", "sandbox");
    match refusal {
        LoginRefusal::TemporaryBan { expires } => failure
            .attr("code", SENT_TO_TOO_MANY_PEOPLE)
            .attr("expire", expires.as_secs().to_string())
            .build(),
        _ => failure.build(),
    }
}

/// The reason WhatsApp gives most often for a temporary ban.
const SENT_TO_TOO_MANY_PEOPLE: &str = "101";
