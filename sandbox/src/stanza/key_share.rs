//! The phone gives a newly linked device the key to the account's settings, in a Signal message. It is sent
//! as soon as the device has uploaded what a first message needs, and again at every login until the device
//! confirms it, so that no crash on either side leaves a device without it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;
use waproto::whatsapp as wa;

use super::Session;
use super::shape::attribute;
use crate::clock::unix_seconds;
use crate::network::Network;
use crate::phone::signal::{Conversations, Introduction, Sealed};
use crate::phone::{DeviceAddress, Phone};

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
    let sealed = seal(&session.network, phone, &me, &share).await?;
    let id = format!("3EB0{:016X}", rand::random::<u64>());
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
        session
            .network
            .conversations
            .lock()
            .await
            .remove(&me.number);
        return Ok(());
    }
    session
        .network
        .store
        .change(|state| {
            let phone = state.phones.get_mut(&me.number);
            if let Some(device) = phone.and_then(|phone| phone.devices.get_mut(&me.device)) {
                device.has_app_state_key = true;
            }
            anyhow::Ok(())
        })
        .await
}

/// Encrypts from a phone to one of its devices, starting the conversation where there is none.
async fn seal(
    network: &Network,
    phone: &Phone,
    to: &DeviceAddress,
    message: &wa::Message,
) -> anyhow::Result<Sealed> {
    let mut conversations = network.conversations.lock().await;
    let conversation = conversations
        .entry(phone.number.clone())
        .or_insert_with(|| Conversations::of(phone));
    if !conversation.has_session(to).await? {
        let introduction = introduce(network, to).await?;
        conversation.start(to, introduction).await?;
    }
    conversation.seal(to, message).await
}

/// Takes what a first message needs; the one-time key is gone from disk before it is used.
async fn introduce(network: &Network, to: &DeviceAddress) -> anyhow::Result<Introduction> {
    network
        .store
        .change(|state| {
            let phone = state.phones.get_mut(&to.number);
            let device = phone.and_then(|phone| phone.devices.get_mut(&to.device));
            let Some(device) = device else {
                anyhow::bail!("the device was unlinked");
            };
            let Some(bundle) = &mut device.bundle else {
                anyhow::bail!("the device has not uploaded its keys");
            };
            let one_time = bundle.take_one_time();
            Ok(Introduction {
                identity_key: device.identity_key,
                bundle: bundle.clone(),
                one_time,
            })
        })
        .await
}

fn envelope(phone: &Phone, id: &str, sealed: Sealed) -> Node {
    let enc = NodeBuilder::new("enc")
        .attr("v", "2")
        .attr("type", sealed.kind)
        .bytes(sealed.bytes)
        .build();
    NodeBuilder::new("message")
        .attr("from", format!("{}@s.whatsapp.net", phone.number))
        .attr("id", id.to_owned())
        .attr("type", "text")
        .attr("category", "peer")
        .attr("t", unix_seconds().to_string())
        .attr("notify", phone.push_name.clone())
        .children([enc])
        .build()
}
