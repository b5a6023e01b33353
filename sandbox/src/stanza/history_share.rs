//! The phone sends a newly linked device its history, in an encrypted message: as soon as the device has uploaded its
//! prekeys, and again at every login until the device confirms that it has processed it.

use std::sync::Arc;

use wacore_binary::node::Node;

use super::Session;
use crate::messages::{self, SessionSource};
use crate::nodes::attribute;
use crate::nodes::messages::peer_message;
use crate::phone::{DeviceAddress, Phone, history};

/// Sends the history if the device can receive it and has not confirmed it.
pub(super) async fn send_if_due(session: &mut Session) -> anyhow::Result<()> {
    let Some(me) = session.login.clone() else {
        return Ok(());
    };
    let network = &session.network;
    let state = network.store.read();
    let (Some(phone), Some(device)) = (state.phones.get(&me.number), state.device(&me)) else {
        return Ok(());
    };
    let is_due = device.bundle.is_some() && !device.has_history;
    if !is_due || session.unconfirmed_history.is_some() {
        return Ok(());
    }
    if network.faults.messages.take_withheld_history() {
        return set_confirmed(session, &me).await;
    }
    let has_salt = !network.faults.messages.take_withheld_salt();
    let others = state.phones.values();
    let others = others.filter(|other| other.number != me.number);
    let others: Vec<Arc<Phone>> = others.cloned().collect();
    let message = history::notification(phone, &others, has_salt);
    let encrypted = messages::encrypt(network, phone, &me, &message, SessionSource::Existing);
    let encrypted = encrypted.await?;
    let id = messages::new_id();
    session
        .peer
        .send(peer_message(phone, &id, &encrypted).build());
    session.unconfirmed_history = Some(id);
    Ok(())
}

/// Handles a receipt. If it says that the history was processed, it is not sent again.
pub(super) async fn handle_receipt(session: &Session, receipt: &Node) -> anyhow::Result<()> {
    let is_ours = session.unconfirmed_history.as_deref() == Some(&attribute(receipt, "id"));
    let is_processed = attribute(receipt, "type") == "hist_sync";
    match session.login.clone() {
        Some(me) if is_ours && is_processed => set_confirmed(session, &me).await,
        _ => Ok(()),
    }
}

async fn set_confirmed(session: &Session, me: &DeviceAddress) -> anyhow::Result<()> {
    session
        .network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(me) {
                device.has_history = true;
            }
            Ok(())
        })
        .await
}
