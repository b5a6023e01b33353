//! Messages on the wire: what a linked device writes, and how it says that it has what was written to it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::shape::{attribute, child, children};
use super::{Session, prekeys};
use crate::messages;
use crate::phone::DeviceAddress;
use crate::phone::signal::Introduction;

/// The device wrote a message.
pub(super) async fn written(session: &Session, message: &Node) -> anyhow::Result<()> {
    let Some(me) = &session.login else {
        anyhow::bail!("a message from nobody");
    };
    for answer in messages::receive(&session.network, me, message).await? {
        session.peer.send(answer);
    }
    Ok(())
}

/// The device has messages, or could not open one. The server says that it heard.
pub(super) async fn receipt(session: &Session, receipt: &Node) -> anyhow::Result<()> {
    let Some(me) = &session.login else {
        return Ok(());
    };
    if attribute(receipt, "type") == "retry" {
        if session.network.faults.take_lost_retry() {
            return Ok(());
        }
        let introduction = prekeys::introduction_in(receipt)
            .filter(|introduction| is_of(session, me, introduction));
        // A device asks for one message at a time.
        let id = attribute(receipt, "id");
        messages::retry(&session.network, me, &id, introduction).await?;
    } else {
        messages::confirm(&session.network, me, &ids_in(receipt)).await?;
    }
    session.peer.send(receipt_ack(receipt));
    Ok(())
}

/// Whether the keys are those of the device that was linked.
fn is_of(session: &Session, me: &DeviceAddress, introduction: &Introduction) -> bool {
    let state = session.network.store.read();
    let device = state.device(me);
    let identity_key = introduction.identity_key;
    device.is_some_and(|device| device.identity_key == identity_key)
        && introduction.bundle.is_signed_by(&identity_key)
}

/// The device took a stanza off the server's hands, or refuses it with an error. For a message it could not open
/// that means only that it has asked for it again, and for others it comes with the receipt.
pub(super) async fn acknowledged(session: &Session, ack: &Node) -> anyhow::Result<()> {
    let Some(me) = &session.login else {
        return Ok(());
    };
    if attribute(ack, "class") != "message" {
        return Ok(());
    }
    let id = attribute(ack, "id");
    if !attribute(ack, "error").is_empty() {
        return messages::refuse(&session.network, me, &id).await;
    }
    if messages::was_retried(&session.network, me, &id) {
        return Ok(());
    }
    messages::confirm(&session.network, me, &[id]).await
}

fn ids_in(receipt: &Node) -> Vec<String> {
    let list = child(receipt, "list").map(children).unwrap_or_default();
    let further = list.iter().map(|item| attribute(item, "id"));
    std::iter::once(attribute(receipt, "id"))
        .chain(further)
        .collect()
}

fn receipt_ack(receipt: &Node) -> Node {
    let mut ack = NodeBuilder::new("ack")
        .attr("class", "receipt")
        .attr("id", attribute(receipt, "id"))
        .attr("from", attribute(receipt, "to"));
    let kind = attribute(receipt, "type");
    if !kind.is_empty() {
        ack = ack.attr("type", kind);
    }
    ack.build()
}
