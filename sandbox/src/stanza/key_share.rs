//! The phone gives a newly linked device the key to the account's settings, in a Signal message. It is sent
//! as soon as the device has uploaded what a first message needs, and again at every login until the device
//! confirms it, so that no crash on either side leaves a device without it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::Session;
use super::shape::attribute;
use crate::clock::unix_seconds;
use crate::messages::{self, Footing};
use crate::phone::Phone;
use crate::phone::mail::jid;
use crate::phone::signal::Sealed;

/// Sends the key if the device can receive it and has not confirmed it.
pub(super) async fn send_if_due(session: &mut Session) -> anyhow::Result<()> {
    let Some(me) = session.login.clone() else {
        return Ok(());
    };
    let state = session.network.store.read();
    let Some(phone) = state.phones.get(&me.number) else {
        return Ok(());
    };
    let device = phone.devices.get(&me.device);
    let is_due = device.is_some_and(|device| device.bundle.is_some() && !device.has_app_state_key);
    if !is_due || session.unconfirmed_key_share.is_some() {
        return Ok(());
    }
    let share = phone.app_state.key_share();
    let network = &session.network;
    let sealed = messages::seal(network, phone, &me, &share, Footing::Present).await?;
    let id = messages::new_id();
    session.peer.send(envelope(phone, &id, sealed));
    session.unconfirmed_key_share = Some(id);
    Ok(())
}

/// A receipt came; if it is for the key, the device has it for good.
pub(super) async fn confirmed(session: &mut Session, receipt: &Node) -> anyhow::Result<()> {
    let is_ours = session.unconfirmed_key_share.as_deref() == Some(&attribute(receipt, "id"));
    let (Some(me), true) = (session.login.clone(), is_ours) else {
        return Ok(());
    };
    if attribute(receipt, "type") == "retry" {
        // The next login tries again with a new Signal session.
        let mut conversations = session.network.conversations.lock().await;
        if let Some(conversation) = conversations.get_mut(&me.number) {
            conversation.forget(&me);
        }
        return Ok(());
    }
    session
        .network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(&me) {
                device.has_app_state_key = true;
            }
            anyhow::Ok(())
        })
        .await
}

fn envelope(phone: &Phone, id: &str, sealed: Sealed) -> Node {
    let enc = NodeBuilder::new("enc")
        .attr("v", "2")
        .attr("type", sealed.kind.as_str())
        .bytes(sealed.bytes)
        .build();
    NodeBuilder::new("message")
        .attr("from", jid(&phone.number))
        .attr("id", id.to_owned())
        .attr("type", "text")
        .attr("category", "peer")
        .attr("t", unix_seconds().to_string())
        .attr("notify", phone.push_name.clone())
        .children([enc])
        .build()
}
