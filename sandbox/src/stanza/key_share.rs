//! The phone sends a newly linked device the key to the account's settings, in an encrypted message: as soon as
//! the device has uploaded its prekeys, and again at every login until the device confirms it. So a crash on
//! either side leaves no device without the key.

use wacore_binary::node::Node;

use super::Session;
use crate::faults::AppStateFault;
use crate::messages::{self, SessionSource};
use crate::nodes::attribute;
use crate::nodes::messages::peer_message;
use crate::phone::{Device, DeviceAddress};

/// Sends the key if the device can receive it and has not confirmed it.
pub(super) async fn send_if_due(session: &mut Session) -> anyhow::Result<()> {
    let Some(me) = session.login.clone() else {
        return Ok(());
    };
    let network = &session.network;
    let state = network.store.read();
    let (Some(phone), Some(device)) = (state.phones.get(&me.number), state.device(&me)) else {
        return Ok(());
    };
    let is_withheld = network.faults.app_state() == Some(AppStateFault::NoKey);
    if is_withheld || !is_due(device) || session.unconfirmed_key_share.is_some() {
        return Ok(());
    }
    let share = phone.app_state.key_share();
    let encrypted = messages::encrypt(network, phone, &me, &share, SessionSource::Existing).await?;
    let id = messages::new_id();
    let message = peer_message(phone, &id, &encrypted);
    session.peer.send(message.build());
    session.unconfirmed_key_share = Some(id);
    Ok(())
}

fn is_due(device: &Device) -> bool {
    device.bundle.is_some() && !device.has_app_state_key
}

/// Handles a receipt. If it confirms the key, the device has it for good.
pub(super) async fn handle_receipt(session: &mut Session, receipt: &Node) -> anyhow::Result<()> {
    let is_ours = session.unconfirmed_key_share.as_deref() == Some(&attribute(receipt, "id"));
    let (Some(me), true) = (session.login.clone(), is_ours) else {
        return Ok(());
    };
    if attribute(receipt, "type") == "retry" {
        delete_signal_session(session, &me).await;
        return Ok(());
    }
    session
        .network
        .store
        .change(|state| {
            if let Some(device) = state.device_mut(&me) {
                device.has_app_state_key = true;
            }
            Ok(())
        })
        .await
}

/// The device cannot decrypt the key. It is sent again at the next login, in a new Signal session.
async fn delete_signal_session(session: &Session, me: &DeviceAddress) {
    let mut sessions = session.network.signal_sessions.lock().await;
    if let Some(sessions) = sessions.get_mut(&me.number) {
        sessions.delete(me);
    }
}
