//! Messages that a linked device sends, and its receipts for those that it was sent.

use anyhow::Context as _;
use wacore_binary::node::Node;

use super::Session;
use crate::faults::AckFault;
use crate::history::Kind;
use crate::messages;
use crate::nodes::attribute;
use crate::nodes::messages::{message_ack, message_refusal, receipt_ack, receipt_ids};
use crate::nodes::prekeys::keys_in_receipt;
use crate::phone::DeviceAddress;
use crate::phone::signal::DeviceKeys;

pub(super) async fn handle_message(session: &Session, message: &Node) -> anyhow::Result<()> {
    let me = session.login.as_ref();
    let me = me.context("a message without a login")?;
    let network = &session.network;
    if let Some(code) = messages::refusal(network, me, message) {
        let id = attribute(message, "id");
        network.history.record(Kind::SendingRefused, me, &id);
        acknowledge(session, message_refusal(message, code));
        return Ok(());
    }
    let receipts = messages::receive(network, me, message).await?;
    acknowledge(session, message_ack(message));
    for receipt in receipts {
        session.peer.send(receipt);
    }
    Ok(())
}

/// Sends the acknowledgement of a message, unless a fault makes it late or loses it.
fn acknowledge(session: &Session, ack: Node) {
    match session.network.faults.messages.take_ack_fault() {
        None => session.peer.send(ack),
        Some(AckFault::Lost) => {}
        Some(AckFault::Late(lateness)) => {
            let peer = session.peer.clone();
            tokio::spawn(async move {
                tokio::time::sleep(lateness).await;
                peer.send(ack);
            });
        }
    }
}

/// The device has messages, or could not decrypt one.
pub(super) async fn handle_receipt(session: &Session, receipt: &Node) -> anyhow::Result<()> {
    let Some(me) = &session.login else {
        return Ok(());
    };
    let network = &session.network;
    if attribute(receipt, "type") != "retry" {
        messages::confirm(network, me, &receipt_ids(receipt)).await?;
    } else if network.faults.take_dropped_retry() {
        return Ok(());
    } else {
        retry(session, me, receipt).await?;
    }
    session.peer.send(receipt_ack(receipt));
    Ok(())
}

async fn retry(session: &Session, me: &DeviceAddress, receipt: &Node) -> anyhow::Result<()> {
    let keys = keys_in_receipt(receipt).filter(|keys| are_keys_of(session, me, keys));
    // A device requests one message at a time.
    let id = attribute(receipt, "id");
    messages::retry(&session.network, me, &id, keys).await
}

/// Whether the keys belong to the device that was linked.
fn are_keys_of(session: &Session, me: &DeviceAddress, keys: &DeviceKeys) -> bool {
    let state = session.network.store.read();
    let device = state.device(me);
    device.is_some_and(|device| device.identity_key == keys.identity_key)
        && keys.bundle.is_signed_by(&keys.identity_key)
}

/// The device has taken a stanza, or rejects it with an error. It also acknowledges a message that it could not
/// decrypt; that one is confirmed by a later receipt.
pub(super) async fn handle_ack(session: &Session, ack: &Node) -> anyhow::Result<()> {
    let Some(me) = &session.login else {
        return Ok(());
    };
    if attribute(ack, "class") != "message" {
        return Ok(());
    }
    let id = attribute(ack, "id");
    if !attribute(ack, "error").is_empty() {
        return messages::reject(&session.network, me, &id).await;
    }
    if messages::was_retried(&session.network, me, &id) {
        return Ok(());
    }
    messages::confirm(&session.network, me, &[id]).await
}
