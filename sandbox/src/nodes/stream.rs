//! What the server reports about the connection itself, usually before it closes it, and about the account.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use crate::clock::unix_seconds;
use crate::faults::LoginError;
use crate::phone::Phone;

/// The reason that WhatsApp gives most often for a temporary ban.
const SENT_TO_TOO_MANY_PEOPLE: &str = "101";

/// The login succeeded, as this device of this phone.
pub(crate) fn success(phone: &Phone, device: u16) -> Node {
    NodeBuilder::new("success")
        .attr("t", unix_seconds().to_string())
        .attr("props", "0")
        .attr("location", "sandbox")
        .attr("lid", format!("{}:{device}@lid", phone.lid))
        .attr("display_name", phone.push_name.clone())
        .build()
}

/// The login failed, and why.
pub(crate) fn failure(error: &LoginError) -> Node {
    if *error == LoginError::TakenOver {
        return replaced();
    }
    let failure = NodeBuilder::new("failure")
        .attr("reason", error.reason().to_string())
        .attr("location", "sandbox");
    match error {
        LoginError::TemporaryBan { expires } => failure
            .attr("code", SENT_TO_TOO_MANY_PEOPLE)
            .attr("expire", expires.as_secs().to_string())
            .build(),
        _ => failure.build(),
    }
}

/// After a link: the client must log in again, as the device that it is now.
pub(crate) fn restart() -> Node {
    error("515")
}

/// The phone removed the device from its list.
pub(crate) fn device_removed() -> Node {
    conflict("device_removed").attr("code", "401").build()
}

/// The same device logged in elsewhere.
pub(crate) fn replaced() -> Node {
    conflict("replaced").build()
}

/// An error with nothing but a number.
pub(crate) fn error(code: &str) -> Node {
    NodeBuilder::new("stream:error")
        .attr("code", code.to_owned())
        .build()
}

/// The account's owner has changed its name.
pub(crate) fn renamed(phone: &Phone) -> Node {
    NodeBuilder::new("notification")
        .attr("from", format!("{}@s.whatsapp.net", phone.number))
        .attr("type", "account_sync")
        .attr("id", rand::random::<u32>().to_string())
        .attr("t", unix_seconds().to_string())
        .attr("pushname", phone.push_name.clone())
        .build()
}

fn conflict(kind: &'static str) -> NodeBuilder {
    NodeBuilder::new("stream:error")
        .children([NodeBuilder::new("conflict").attr("type", kind).build()])
}
